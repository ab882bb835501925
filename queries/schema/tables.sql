-- The store's tables. Each names its grain (what one row is) and its key (what makes it unique).
-- Fact tables end with the same five columns of provenance:
--   import_id, sheet, cell   where the figure was read (imported_file has the file's name)
--   subject                  what a later file of the same sender replaces as a whole
--   figure                   what the row states a value for; one row stands for each
-- No primary keys, enums or indexes: rules are queries in queries/checks, which can explain themselves.
-- Points are DECIMAL(12,4); percent is 0–100, DECIMAL(12,6). NULL is "not said", never zero.

-- catalogue ---------------------------------------------------------------------------------

-- unit: grain một đơn vị trong một thời gian hiệu lực; key unit_id
-- unit_group: one kind under one parent, the peers a unit is ranked among
create table unit (
    unit_id varchar, unit_name varchar, kind varchar, unit_level varchar, parent_id varchar,
    unit_group varchar, unit_group_name varchar, valid_from date, valid_to date,
    illustrative boolean, ordinal integer
);

-- unit_alias: grain một cách gọi của một đơn vị, đã chuẩn hóa để so khớp; key (folded_name, unit_id)
create table unit_alias (unit_id varchar, alias varchar, folded_name varchar);

-- framework: grain một phiên bản bộ tiêu chí; key framework_id
-- aggregation: sum_points (points / applicable maximum), mean_percent (plain mean of the components)
-- about: par_index, leaders_survey, plan_criteria (tiêu chí riêng của một kế hoạch) · applies_to: a unit_group
create table framework (
    framework_id varchar, framework_name varchar, about varchar, applies_to varchar, year_from integer, year_to integer,
    aggregation varchar, max_points decimal(12, 4), illustrative boolean, source varchar
);

-- framework_band: grain một mức xếp loại của một bộ tiêu chí; key (framework_id, band_name)
create table framework_band (framework_id varchar, band_name varchar, min_percent decimal(12, 6));

-- criterion: grain một dòng của một bộ tiêu chí; key (framework_id, criterion_code)
-- level: total, part, component, criterion, subcriterion, survey_item
-- moves: monthly, quarterly, yearly, survey (khi nào điểm có thể thay đổi)
create table criterion (
    framework_id varchar, criterion_code varchar, parent_code varchar, area_code varchar, level varchar,
    criterion_name varchar, max_points decimal(12, 4), moves varchar, scored_by varchar, ordinal integer
);

-- scoring_rule: grain một mức điểm của cách chấm một tiêu chí; key (framework_id, criterion_code, at_percent)
-- rule: steps (đạt từ at_percent thì được points), proportional (at_percent được đủ points, thấp hơn thì theo tỷ lệ)
-- indicator_code: chỉ tiêu dịch vụ công mà tỷ lệ lấy từ đó; NULL: tỷ lệ không có trong báo cáo tháng
create table scoring_rule (
    framework_id varchar, criterion_code varchar, rule varchar, indicator_code varchar,
    at_percent decimal(12, 6), points decimal(12, 4), source varchar
);

-- indicator: grain một chỉ tiêu dịch vụ công; key indicator_code
-- better: higher, lower (hồ sơ trễ hạn) · totals: tiêu đề cột tổng số hồ sơ làm mẫu số
create table indicator (
    indicator_code varchar, indicator_name varchar, labels varchar, totals varchar, better varchar,
    ordinal integer
);

-- lineage: grain một đơn vị cũ vào một đơn vị mới; key (unit_id_before, unit_id_after)
-- kind: full (nhập toàn bộ), partial (nhập một phần), split (chia tách), renamed (đổi tên), kept (giữ nguyên)
create table lineage (
    unit_id_before varchar, unit_id_after varchar, kind varchar, effective_on date, document varchar
);

-- crosswalk: grain một tiêu chí của bộ tiêu chí trước đặt cạnh một tiêu chí của bộ sau; key (framework_before, criterion_before, framework_after, criterion_after)
-- criterion 'total': chỉ số chung · flag: comparable, comparable_with_note, not_comparable
create table crosswalk (
    framework_before varchar, criterion_before varchar, framework_after varchar, criterion_after varchar,
    flag varchar, note varchar
);

-- method_break: grain một lần đổi cách đo một chỉ số; key (index_code, from_year)
-- index_code: sipas, papi · from_year: năm đầu đo theo cách mới
create table method_break (index_code varchar, from_year integer, reason varchar);

-- cascade: grain một tiêu chí của cấp dưới góp vào một tiêu chí của cấp trên; key (framework_id, criterion_code, fed_framework_id, fed_criterion_code)
-- framework_id, criterion_code: bộ tiêu chí của đơn vị cấp dưới · fed_*: của đơn vị cấp trên
create table cascade (
    framework_id varchar, criterion_code varchar, fed_framework_id varchar, fed_criterion_code varchar,
    note varchar
);

-- what staff decided ------------------------------------------------------------------------

-- task_link: grain một việc của kế hoạch và một tiêu chí mà cán bộ đã xác nhận (is_served) hoặc đã bác là phục vụ nhau; key (plan_unit_id, plan_period_id, area_code, task_group, number, action_number, framework_id, criterion_code)
-- task_text, criterion_name: lời văn lúc quyết định; việc hay tiêu chí không còn thì dòng vẫn ở đây
create table task_link (
    plan_unit_id varchar, plan_period_id varchar, area_code varchar, task_group varchar,
    number varchar, action_number integer, framework_id varchar, criterion_code varchar,
    is_served boolean, task_text varchar, criterion_name varchar, decided_by varchar, decided_at timestamp
);

-- catalogue as workbooks gave it: merged into the tables above, where these rows keep their cells ------

-- catalog_unit: grain một đơn vị trong một danh mục đã nhận; key (unit_id, import_id)
create table catalog_unit (
    unit_id varchar, unit_name varchar, kind varchar, unit_level varchar, parent_id varchar,
    valid_from date, valid_to date, illustrative boolean, ordinal integer,
    import_id integer, sheet varchar, cell varchar, subject varchar, figure varchar
);

-- catalog_alias: grain một tên khác của một đơn vị trong một danh mục đã nhận; key (unit_id, alias, import_id)
create table catalog_alias (
    unit_id varchar, alias varchar,
    import_id integer, sheet varchar, cell varchar, subject varchar, figure varchar
);

-- catalog_framework: grain một bộ tiêu chí đã nhận; key (framework_id, import_id)
create table catalog_framework (
    framework_id varchar, framework_name varchar, about varchar, applies_to varchar, year_from integer, year_to integer,
    aggregation varchar, max_points decimal(12, 4), illustrative boolean, source varchar,
    import_id integer, sheet varchar, cell varchar, subject varchar, figure varchar
);

-- catalog_band: grain một mức xếp loại đã nhận; key (framework_id, band_name, import_id)
create table catalog_band (
    framework_id varchar, band_name varchar, min_percent decimal(12, 6), ordinal integer,
    import_id integer, sheet varchar, cell varchar, subject varchar, figure varchar
);

-- catalog_criterion: grain một dòng của một bộ tiêu chí đã nhận; key (framework_id, criterion_code, import_id)
-- cell: ô điểm tối đa, nếu dòng có
create table catalog_criterion (
    framework_id varchar, criterion_code varchar, parent_code varchar, area_code varchar, level varchar,
    criterion_name varchar, max_points decimal(12, 4), moves varchar, scored_by varchar, ordinal integer,
    import_id integer, sheet varchar, cell varchar, subject varchar, figure varchar
);

-- catalog_lineage: grain một dòng sắp xếp đơn vị đã nhận; key (unit_id_before, unit_id_after, import_id)
create table catalog_lineage (
    unit_id_before varchar, unit_id_after varchar, kind varchar, effective_on date, document varchar,
    import_id integer, sheet varchar, cell varchar, subject varchar, figure varchar
);

-- catalog_indicator: grain một chỉ tiêu dịch vụ công đã nhận; key (indicator_code, import_id)
create table catalog_indicator (
    indicator_code varchar, indicator_name varchar, labels varchar, ordinal integer,
    import_id integer, sheet varchar, cell varchar, subject varchar, figure varchar
);

-- what was received -------------------------------------------------------------------------

-- imported_file: grain một lần nhận một tệp, chưa thu hồi; key import_id
create table imported_file (
    import_id integer, file varchar, sha256 varchar, sender varchar, received_on date
);

-- sheet_read: grain một bảng nhận ra trong một tệp; key (import_id, sheet, area)
create table sheet_read (
    import_id integer, sheet varchar, area varchar, form varchar, row_count integer,
    unit_id varchar, period_id varchar
);

-- finding: grain một điều cần biết về một tệp; key không có (một ô có thể có nhiều)
-- rule: quy tắc của queries/checks tìm ra nó; NULL: thấy khi đọc tệp
create table finding (
    import_id integer, level varchar, code varchar, sheet varchar, cell varchar, message varchar,
    rule varchar
);

-- spoken_of: grain một phần số liệu mà một lần nhập nói đến, kể cả khi đã nhường chỗ; key (import_id, table_name, subject, unit_id, period_id)
create table spoken_of (
    table_name varchar, subject varchar, sender varchar, unit_id varchar, period_id varchar,
    import_id integer
);

-- decision: grain một quyết định được viện dẫn cho một kỳ của một đơn vị; key (unit_id, period_id, number)
create table decision (
    unit_id varchar, period_id varchar, number varchar, issued_on date,
    import_id integer, sheet varchar, cell varchar, subject varchar, figure varchar
);

-- score: grain điểm của một đơn vị, kỳ, vòng chấm, tiêu chí; key (unit_id, period_id, round, framework_id, criterion_code)
-- round: trial, self, appraised, appraised_2, survey, final, published
-- status: scored, not_applicable, not_scored · level: như criterion, thêm bonus, penalty (điểm thưởng, điểm trừ, ngoài các lĩnh vực)
create table score (
    unit_id varchar, period_id varchar, framework_id varchar, criterion_code varchar,
    criterion_name varchar, level varchar, round varchar,
    points decimal(12, 4), max_points decimal(12, 4), percent decimal(12, 6), status varchar,
    published_rank integer, published_rank_of integer, published_class varchar, note varchar,
    import_id integer, sheet varchar, cell varchar, subject varchar, figure varchar
);

-- target: grain một yêu cầu ghi trong một kế hoạch; key (unit_id, period_id, framework_id, criterion_code, ordinal)
create table target (
    unit_id varchar, period_id varchar, framework_id varchar, criterion_code varchar,
    criterion_name varchar, level varchar, ordinal integer,
    comparator varchar, percent decimal(12, 6), rank integer, count decimal(12, 4),
    measure varchar, kind varchar, basis_year integer, raw_text varchar, owner varchar,
    import_id integer, sheet varchar, cell varchar, subject varchar, figure varchar
);

-- task: grain một việc (hành động) của một nội dung trong kế hoạch; key (unit_id, period_id, area_code, task_group, number, action_number)
-- product: sản phẩm, kết quả phải đạt, nếu phụ lục có cột ấy
create table task (
    unit_id varchar, period_id varchar, area_code varchar, area_name varchar, task_group varchar,
    number varchar, action_number integer, title varchar, action varchar,
    lead varchar, cooperating varchar, deadline_text varchar, deadline_kind varchar, due_on date,
    product varchar, note varchar, ordinal integer,
    import_id integer, sheet varchar, cell varchar, subject varchar, figure varchar
);

-- task_progress: grain tình trạng một việc do một đơn vị báo trong một kỳ; key (unit_id, period_id, plan_unit_id, area_code, task_group, number, action_number)
-- action: lời văn của việc như đơn vị ghi; bảng không ghi lĩnh vực thì lời văn cũng thuộc key
create table task_progress (
    unit_id varchar, period_id varchar, plan_unit_id varchar, plan_period_id varchar,
    area_code varchar, task_group varchar,
    number varchar, action_number integer, action varchar, status varchar, progress_percent decimal(12, 6),
    result varchar, done_on date,
    import_id integer, sheet varchar, cell varchar, subject varchar, figure varchar
);

-- service_indicator: grain một chỉ tiêu dịch vụ công của một đơn vị trong một kỳ, trong kỳ hoặc lũy kế; key (unit_id, period_id, indicator_code, basis)
-- chỉ đếm số hồ sơ thì numerator có số, percent NULL; target_count: mục tiêu tính bằng số hồ sơ
create table service_indicator (
    unit_id varchar, period_id varchar, indicator_code varchar, indicator_name varchar,
    numerator decimal(18, 4), denominator decimal(18, 4), percent decimal(12, 6), basis varchar,
    comparator varchar, target_percent decimal(12, 6), target_count decimal(18, 4),
    import_id integer, sheet varchar, cell varchar, subject varchar, figure varchar
);

-- satisfaction: grain một yếu tố hài lòng của một đơn vị trong một kỳ; key (unit_id, period_id, factor_code)
create table satisfaction (
    unit_id varchar, period_id varchar, factor_code varchar, factor_name varchar,
    percent decimal(12, 6), respondents integer, method varchar,
    import_id integer, sheet varchar, cell varchar, subject varchar, figure varchar
);

-- reporting_rule: grain một chế độ báo cáo của một kế hoạch; key (unit_id, period_id, reporters, recipient, frequency)
-- unit_id is the plan's unit; reporters_level names the kind of its units that owe, NULL where they are not units of the catalogue
create table reporting_rule (
    unit_id varchar, period_id varchar, reporters varchar, reporters_level varchar, recipient varchar,
    frequency varchar, report_period_id varchar, due_text varchar, due_day integer, due_on date,
    window_text varchar, window_starts_on date, window_ends_on date,
    window_from_day integer, window_to_day integer,
    import_id integer, sheet varchar, cell varchar, subject varchar, figure varchar
);

-- displaced: grain một số liệu nhường chỗ cho số liệu đứng lại: của nơi gửi khác (khác giá trị), hoặc ghi trước trong chính tệp ấy
-- value = standing_value: một tệp ghi hai lần cùng một giá trị
create table displaced (
    table_name varchar, figure varchar, value varchar, standing_value varchar,
    sender varchar, standing_sender varchar, standing_import_id integer,
    import_id integer, sheet varchar, cell varchar
);

-- superseded: grain một đơn vị, kỳ, vòng chấm của một lần nhập đã nhường chỗ cho một lần nhập sau; key (table_name, unit_id, period_id, round, framework_id, import_id, by_import_id)
-- figures: số số liệu nhường chỗ · changed: trong đó số khác đi hoặc không còn trong lần nhập sau
create table superseded (
    table_name varchar, unit_id varchar, period_id varchar, round varchar, framework_id varchar,
    import_id integer, by_import_id integer, figures integer, changed integer
);
