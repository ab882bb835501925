-- Words that queries and checks share.

-- fold: matching form of a name, as cchc.text.fold makes it
create macro fold(x) as trim(regexp_replace(
    replace(lower(strip_accents(nfc_normalize(replace(x, chr(173), '')))), 'đ', 'd'),
    '[\s\-–—]+', ' ', 'g'
));

-- show_number: a number as officials write it: decimal comma, dot between thousands
create macro show_number(x, places) as translate(
    printf('%,.' || places || 'f', cast(round(x, places) as double)), ',.', '.,'
);

-- period_*: what a period id says (2023, 2024-06, 2024-Q2, 2024-H1, 2024-M09)
create macro period_year(id) as cast(substr(id, 1, 4) as integer);
create macro period_first_month(id) as case
    when regexp_matches(id, '^\d{4}-\d{2}$') then cast(substr(id, 6, 2) as integer)
    when regexp_matches(id, '^\d{4}-Q[1-4]$') then 3 * cast(substr(id, 7, 1) as integer) - 2
    when id like '%-H2' then 7
    else 1
end;
create macro period_last_month(id) as case
    when regexp_matches(id, '^\d{4}-\d{2}$') then cast(substr(id, 6, 2) as integer)
    when regexp_matches(id, '^\d{4}-M\d{2}$') then cast(substr(id, 7, 2) as integer)
    when regexp_matches(id, '^\d{4}-Q[1-4]$') then 3 * cast(substr(id, 7, 1) as integer)
    when id like '%-H1' then 6
    else 12
end;
create macro period_start(id) as make_date(period_year(id), period_first_month(id), 1);
create macro period_end(id) as last_day(make_date(period_year(id), period_last_month(id), 1));
