-- Words that queries and checks share.

-- fold: matching form of a name, as cchc.text.fold makes it: quotation marks and invisible signs left
-- out, accents dropped, letters that look alike made Latin, blanks and dashes of all kinds one blank
create macro fold(x) as trim(regexp_replace(
    translate(strip_accents(lower(regexp_replace(
        nfc_normalize(x), '[\x{ad}\x{200b}-\x{200f}\x{2060}\x{feff}\x{202a}-\x{202e}"''`‘’‚‛“”„´′″]', '', 'g'
    ))), 'đðɖавекмнорстухіјѕһԁӏαβεηικμνορτυχζ', 'dddabekmhopctyxijshdlabehikmvoptyxz'),
    '[\s\x{0b}\x{1c}-\x{1f}\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\-\x{2010}-\x{2015}\x{2212}]+',
    ' ', 'g'
));

-- wording: a task's words to be compared: folded, without end signs, cut short or not ("Rà soát …")
create macro wording(x) as rtrim(fold(x), ' .,;:…');

-- words_shared: how many words of the shorter of two folded texts stand in the other, 0–1
create macro words_shared(a, b) as
    len(list_intersect(string_split(a, ' '), string_split(b, ' '))) / greatest(1, least(
        len(list_distinct(string_split(a, ' '))), len(list_distinct(string_split(b, ' ')))
    ));

-- show_number: a number as officials write it: decimal comma, dot between thousands, halves away from
-- zero. Rounded as a decimal, for 87.445 as a double lies below its half; `places` is a constant.
create macro show_number(x, places) as translate(
    printf('%,.' || places || 'f', cast(round(cast(x as decimal(38, 12)), places) as double)), ',.', '.,'
);

-- plain_number: all its digits and no end zeros, with a decimal comma: 87,45 for 87.4500
create macro plain_number(x) as translate(rtrim(rtrim(cast(cast(x as decimal(38, 12)) as varchar), '0'), '.'), '.', ',');

-- is_report: forms that come every month or quarter, in any of their layouts
create macro is_report(form) as starts_with(form, 'service_') or starts_with(form, 'task_progress');

-- period_*: what a period id says (2023, 2024-06, 2024-Q2, 2024-H1, 2024-M09); NULL for anything else
create macro period_year(id) as case
    when regexp_full_match(id, '\d{4}(-(0[1-9]|1[0-2]|Q[1-4]|H[12]|M0[2-9]|M1[01]))?')
    then cast(substr(id, 1, 4) as integer)
end;
create macro period_first_month(id) as case
    when regexp_full_match(id, '\d{4}-\d{2}') then try_cast(substr(id, 6, 2) as integer)
    when regexp_full_match(id, '\d{4}-Q\d') then 3 * try_cast(substr(id, 7, 1) as integer) - 2
    when id like '%-H2' then 7
    else 1
end;
create macro period_last_month(id) as case
    when regexp_full_match(id, '\d{4}-\d{2}') then try_cast(substr(id, 6, 2) as integer)
    when regexp_full_match(id, '\d{4}-M\d{2}') then try_cast(substr(id, 7, 2) as integer)
    when regexp_full_match(id, '\d{4}-Q\d') then 3 * try_cast(substr(id, 7, 1) as integer)
    when id like '%-H1' then 6
    else 12
end;
create macro period_start(id) as case
    when period_year(id) is not null then make_date(period_year(id), period_first_month(id), 1)
end;
create macro period_end(id) as case
    when period_year(id) is not null
    then last_day(make_date(period_year(id), period_last_month(id), 1))
end;

-- period_kind: periods of one kind follow each other: years, months, quarters, halves, months since January
create macro period_kind(id) as case
    when length(id) = 4 then 'year'
    when substr(id, 6, 1) in ('Q', 'H', 'M') then substr(id, 6, 1)
    else 'month'
end;

-- show_period: as an official writes it inside a sentence: tháng 8/2024, quý II/2024
create macro show_period(id) as case period_kind(id)
    when 'month' then 'tháng ' || cast(substr(id, 6, 2) as integer) || '/' || substr(id, 1, 4)
    when 'Q' then 'quý ' || ['I', 'II', 'III', 'IV'][cast(substr(id, 7, 1) as integer)] || '/' || substr(id, 1, 4)
    when 'H' then '6 tháng ' || if(substr(id, 7, 1) = '1', 'đầu', 'cuối') || ' năm ' || substr(id, 1, 4)
    when 'M' then cast(substr(id, 7, 2) as integer) || ' tháng năm ' || substr(id, 1, 4)
    else 'năm ' || id
end;

-- period_index: months since year 0 of a period's last month; periods of one kind are period_months apart
create macro period_index(id) as period_year(id) * 12 + period_last_month(id);
create macro period_months(id) as 1 + period_last_month(id) - period_first_month(id);

-- period_ending: the period of the same kind as `id` whose last month has this index
create macro period_ending(id, last_index) as case period_kind(id)
    when 'month' then printf('%04d-%02d', (last_index - 1) // 12, (last_index - 1) % 12 + 1)
    when 'Q' then printf('%04d-Q%d', (last_index - 1) // 12, ((last_index - 1) % 12 + 1) // 3)
    when 'H' then printf('%04d-H%d', (last_index - 1) // 12, ((last_index - 1) % 12 + 1) // 6)
    when 'year' then printf('%04d', (last_index - 1) // 12)
end;

-- periods_ending_with: ids of all periods that end with the same month, the one asked for among them
create macro periods_ending_with(id) as list_filter([
    printf('%04d-%02d', period_year(id), period_last_month(id)),
    printf('%04d-M%02d', period_year(id), period_last_month(id)),
    if(period_last_month(id) % 3 = 0, printf('%04d-Q%d', period_year(id), period_last_month(id) // 3), null),
    if(period_last_month(id) % 6 = 0, printf('%04d-H%d', period_year(id), period_last_month(id) // 6), null),
    if(period_last_month(id) = 12, printf('%04d', period_year(id)), null)
], lambda one: one is not null);

-- report_state: a report judged at the end of a day; received_on is NULL when it had not come by then
-- without a due day it can be neither late nor missing
create macro report_state(received_on, due_on, day) as case
    when received_on <= coalesce(due_on, received_on) then 'on_time'
    when received_on is not null then 'late'
    when due_on < day then 'missing'
    else 'not_due'
end;

-- report_name: "Báo cáo hàng tháng gửi Phòng Nội vụ"
create macro report_name(frequency, recipient) as 'Báo cáo ' || case frequency
    when 'monthly' then 'hàng tháng'
    when 'quarterly' then 'hàng quý'
    when 'half_year' then '06 tháng'
    else 'năm'
end || ' gửi ' || recipient;

-- show_round: a score round inside a sentence
create macro show_round(round) as case round
    when 'trial' then 'chấm thử'
    when 'self' then 'tự chấm'
    when 'appraised' then 'thẩm định lần 1'
    when 'appraised_2' then 'thẩm định lần 2'
    when 'survey' then 'điều tra xã hội học'
    when 'final' then 'chính thức'
    when 'published' then 'công bố'
end;

-- binds_every: whether a task binds every unit of one kind under the plan's unit, by its wording.
-- The lead is read part by part ("Phòng Tư pháp và các cơ quan có liên quan; UBND các xã, thị trấn"): a part
-- that names the kind in the plural binds all of it, unless it narrows it (có liên quan, được kiểm tra …).
-- "mỗi đơn vị", "100% xã" in the action bind all where the lead is plural or missing, narrowed or not.
create macro names_every(level, x) as case level
    when 'xa' then regexp_matches(x, '\b(cac|moi|100 ?%( so)?) (xa|phuong|thi tran|dia phuong)\b|\bubnd (cap xa|xa, (phuong|thi tran))\b|\bcac co quan, don vi, dia phuong\b|\bmoi (co quan, )?don vi\b')
    when 'phong' then regexp_matches(x, '\b(cac|moi|100 ?%( so)?) (phong|ban|so|co quan|nganh)\b|\bmoi don vi\b|\bcac don vi thuoc\b')
    when 'huyen' then regexp_matches(x, '\b(cac|moi|100 ?%( so)?) (huyen|thi xa|thanh pho)\b')
    else false
end;
create macro narrows(x) as regexp_matches(x, '\blien quan\b|\bduoc (kiem tra|chon|giao)\b|\b(mot so|phoi hop)\b');
create macro binds_every(level, lead, action) as
    len(list_filter(string_split(coalesce(fold(lead), ''), ';'), lambda part: names_every(level, part) and not narrows(part))) > 0
    or (
        (lead is null or regexp_matches(fold(lead), '\bcac\b'))
        and regexp_matches(fold(action), '\bmoi (co quan|don vi|dia phuong|phong|xa)\b|\b100 ?%( so)? (co quan|don vi|xa|phuong|phong)\b')
        and names_every(level, coalesce(regexp_extract(fold(action), '\b((moi|100 ?%( so)?) (co quan|don vi|dia phuong|phong|xa|phuong)[^.;(]*)', 1), ''))
        and (lead is null or names_every(level, fold(lead)))
    );

-- times_a_year: how often a periodic deadline comes back, its finest frequency: "Hàng quý, 06 tháng, năm" 4.
-- Read with its accents: folded, "quý" is the "quy" of "quy định".
create macro says_word(x, word) as regexp_matches(lower(nfc_normalize(x)), '(^|[^\p{L}])(' || word || ')([^\p{L}]|$)');
create macro times_a_year(x) as case
    when says_word(x, '(hàng|hằng|mỗi|định kỳ) tháng') then 12
    when says_word(x, 'quý|qúy|quí') then 4
    when says_word(x, '0?6 tháng') then 2
    when says_word(x, 'năm') then 1
end;

-- occurrence_id: the period id of one occurrence: 3 of 12 in 2024 is 2024-03, 1 of 2 is 2024-H1
create macro occurrence_id(year, times, place) as case times
    when 12 then printf('%d-%02d', year, place)
    when 4 then printf('%d-Q%d', year, place)
    when 2 then printf('%d-H%d', year, place)
    else cast(year as varchar)
end;

-- reaches: whether a figure keeps what a comparator asks; NULL where either is not said
create macro reaches(figure, comparator, wanted) as case comparator
    when '>' then figure > wanted
    when '>=' then figure >= wanted
    when '=' then figure = wanted
    when '<' then figure < wanted
    when '<=' then figure <= wanted
end;

-- only_one: the value that all rows of a group share; NULL where they differ or have none
create macro only_one(x) as case when count(distinct x) = 1 then any_value(x) end;

-- sampling_margin: nửa khoảng tin cậy 95% của một tỷ lệ p (%) đo trên n phiếu, tính bằng điểm phần trăm:
-- 1,96·√(p(1−p)/n) (Cochran, Sampling Techniques, 1977, mục 3.6). Tổng thể N không được ghi trong các bảng nên
-- không hiệu chỉnh tổng thể hữu hạn: sai số thật không lớn hơn số này. p = 0, 100 hay n trống: không tính được.
create macro sampling_margin(percent, n) as case
    when n > 0 and percent > 0 and percent < 100
    then cast(1.96 * sqrt(cast(percent as double) * (100 - cast(percent as double)) / n) as decimal(18, 12))
end;
