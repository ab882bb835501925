"""A generated province or nation as a store: units × 100 criteria × 36 months, by SQL alone.

In: how many provinces of how many communes, all under one district so that as many are ranked
together. Out: a data folder whose current store holds them, ready to be served. No workbook is read
and no check is run: what is measured with it is answering and showing. All names are invented and
marked as illustrative.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

import duckdb

from cchc import store
from cchc.ledger import Ledger
from cchc.settings import REPO
from cchc.store.building import create_schema, create_views

PROVINCE = {"provinces": 1, "communes": 150}  # 540,000 monthly scores
NATION = {"provinces": 34, "communes": 98}  # 3,332 communes; cut to 3,321 below
UNITS_OF_NATION = 3321

SQL = """
create temp table place as
select p, c, 'g' || p || '.x' || c as unit_id
from range(1, $provinces + 1) as provinces(p), range(1, $communes + 1) as communes(c)
order by p, c
limit $units;

create temp table district as
select distinct p, 'g' || p || '.h' as unit_id from place;

insert into unit by name
select 'g' || p as unit_id, 'tỉnh số ' || p || ' (minh họa)' as unit_name, 'tỉnh' as kind,
    'tinh' as unit_level, '/tinh' as unit_group, 'các tỉnh' as unit_group_name,
    true as illustrative, p as ordinal
from range(1, $provinces + 1) as provinces(p)
union all by name
select unit_id, 'huyện số 1 tỉnh số ' || p as unit_name, 'huyện' as kind, 'huyen' as unit_level,
    'g' || p as parent_id, 'g' || p || '/huyen' as unit_group,
    'các huyện, thị xã, thành phố của tỉnh số ' || p as unit_group_name, true as illustrative,
    p * 1000 as ordinal
from district
union all by name
select unit_id, 'xã số ' || c || ' tỉnh số ' || p as unit_name, 'xã' as kind, 'xa' as unit_level,
    'g' || p || '.h' as parent_id, 'g' || p || '.h/xa' as unit_group,
    'các xã, phường của huyện số 1 tỉnh số ' || p as unit_group_name, true as illustrative,
    p * 1000 + c as ordinal
from place;

insert into framework by name
select 'g' as framework_id, 'Bộ tiêu chí cấp xã (minh họa)' as framework_name,
    'par_index' as about, 'sum_points' as aggregation, 100 as max_points, true as illustrative,
    2022 as year_from, 2024 as year_to;
insert into framework_band by name
select 'g' as framework_id, band_name, min_percent
from (values ('Tốt', 85), ('Khá', 75), ('Trung bình', 0)) as bands(band_name, min_percent);

insert into criterion by name
select 'g' as framework_id,
    if(n < 8, '' || (n + 1), (n % 8 + 1) || '.' || (n // 8)) as criterion_code,
    if(n < 8, null, '' || (n % 8 + 1)) as parent_code, '' || (n % 8 + 1) as area_code,
    if(n < 8, 'component', 'subcriterion') as level,
    'Nội dung minh họa số ' || n || ' của công tác cải cách hành chính' as criterion_name,
    if(n < 8, null, round(100 / 92, 2)) as max_points,
    ['monthly', 'quarterly', 'yearly', 'survey'][n % 4 + 1] as moves,
    if(n % 4 = 3, 'survey', 'self') as scored_by, n + 1 as ordinal
from range(0, 100) as lines(n);

create temp table sheet as
select unit_id, period_id, round
from place, (
    select year || '-' || printf('%02d', month) as period_id, 'self' as round
    from range(2022, 2025) as years(year), range(1, 13) as months(month)
    union all
    select '' || year, 'final' from range(2022, 2024) as years(year)
    union all
    select '2024', 'self'
);

insert into imported_file by name
select 1 as import_id, 'bang-diem-minh-hoa.xlsx' as file, 'minh-hoa' as sha256,
    date '2024-10-02' as received_on;
insert into score by name
select sheet.*, 'g' as framework_id, criterion_code, criterion_name, level,
    cast(round(max_points * (60 + hash(unit_id, period_id, criterion_code) % 41) / 100, 2)
        as decimal(12, 4)) as points,
    max_points, 'scored' as status, 1 as import_id, 'Bảng điểm' as sheet,
    'E' || (ordinal + 6) as cell
from sheet, criterion
where level = 'subcriterion'
order by unit_id, period_id, round, ordinal;

insert into target by name
select unit_id, '2024' as period_id, 'g' as framework_id, 'total' as criterion_code,
    'Chỉ số cải cách hành chính' as criterion_name, 'total' as level, 1 as ordinal,
    '>' as comparator, 85 as percent, 'index' as measure, 'percent' as kind,
    'Trên 85%' as raw_text, 'UBND xã' as owner, 1 as import_id, 'Mục tiêu' as sheet, 'E20' as cell
from place
union all
select unit_id, '2024', 'g', criterion_code, criterion_name, 'component', ordinal + 1, '>',
    80 + ordinal, 'index', 'percent', 'Trên ' || (80 + ordinal) || '%', 'Công chức chuyên môn', 1,
    'Mục tiêu', 'E' || ordinal
from place, criterion
where level = 'component';

insert into task by name
select unit_id, '2024' as period_id, '' || (n % 8 + 1) as area_code,
    'Lĩnh vực ' || (n % 8 + 1) as area_name,
    if(n % 3 = 0, 'remedy', 'maintain') as task_group, '' || (n // 8 + 1) as number,
    1 as action_number, 'Nội dung ' || n as title, 'Thực hiện nội dung minh họa số ' || n as action,
    'Công chức ' || (n % 5 + 1) as lead, 'Tháng ' || (n % 12 + 1) || '/2024' as deadline_text,
    'dated' as deadline_kind, last_day(make_date(2024, n % 12 + 1, 1)) as due_on, n as ordinal,
    1 as import_id, 'Nhiệm vụ' as sheet, 'D' || (n + 9) as cell
from (select unit_id from place union all select unit_id from district), range(0, 40) as works(n);
insert into task_progress by name
select unit_id, '2024-09' as period_id, unit_id as plan_unit_id, '2024' as plan_period_id,
    area_code, task_group, number, action_number, action,
    ['done', 'in_progress', 'not_started'][cast(hash(unit_id, ordinal) % 3 + 1 as integer)]
        as status,
    1 as import_id, 'Tiến độ' as sheet, cell
from task;

insert into indicator by name
select 'i' || n as indicator_code, 'Chỉ tiêu minh họa số ' || n as indicator_name,
    'higher' as better, n as ordinal
from range(1, 7) as lines(n);
-- Of the months of 2024 some reports are late and some never came; the others are all in one file.
create temp table report as
select unit_id, period_id,
    case
        when period_id < '2024' then 1
        when hash(unit_id, period_id) % 10 < 2 then 2 * month(month_start) + 1
        else 2 * month(month_start)
    end as import_id
from (
    select place.unit_id, period_id, cast(period_id || '-01' as date) as month_start
    from place, (select distinct period_id from sheet where length(period_id) = 7)
)
where period_id < '2024' or hash(unit_id, period_id) % 20 > 0;
insert into imported_file by name
select 2 * month + is_late as import_id,
    'bao-cao-' || month || if(is_late = 1, '-tre-han', '') || '.xlsx' as file,
    'minh-hoa' || import_id as sha256,
    make_date(2024, month, if(is_late = 1, 25, 15)) as received_on
from range(1, 13) as months(month), range(0, 2) as kinds(is_late);

insert into service_indicator by name
select unit_id, period_id, indicator_code, indicator_name,
    cast(20 + hash(unit_id, period_id, indicator_code) % 81 as integer) as numerator,
    100 as denominator, 'in_period' as basis, '>=' as comparator, 60 as target_percent,
    import_id, 'Dịch vụ công' as sheet, 'F9' as cell
from report, indicator
order by period_id, unit_id;

insert into satisfaction by name
select unit_id, '' || year as period_id, 'f' || n as factor_code, 'Yếu tố ' || n as factor_name,
    70 + hash(unit_id, year, n) % 30 as percent, 200 as respondents, 'tu-2022' as method,
    1 as import_id, 'SIPAS' as sheet, 'C9' as cell
from place, range(2022, 2024) as years(year), range(1, 6) as factors(n);
insert into sheet_read by name
select import_id, unit_id || period_id as sheet, 'A1:F20' as area,
    'service_indicators' as form, 20 as row_count, unit_id, period_id
from report;

insert into reporting_rule by name
select unit_id, '2024' as period_id, 'UBND các xã, phường' as reporters, 'xa' as reporters_level,
    'Phòng Nội vụ' as recipient, 'monthly' as frequency, 'Ngày 18 hàng tháng' as due_text,
    18 as due_day, 15 as window_from_day, 14 as window_to_day, 1 as import_id,
    'Lịch báo cáo' as sheet, 'D6' as cell
from district;

-- A district's own index, fed area by area by its communes'.
insert into framework by name
select unit_id as framework_id, 'Bộ tiêu chí cấp huyện (minh họa)' as framework_name,
    'par_index' as about, 'g' || p || '/huyen' as applies_to, 'sum_points' as aggregation,
    100 as max_points, true as illustrative, 2022 as year_from, 2024 as year_to
from district;
insert into criterion by name
select district.unit_id as framework_id,
    if(part = 0, '' || area, area || '.' || part) as criterion_code,
    if(part = 0, null, '' || area) as parent_code, '' || area as area_code,
    if(part = 0, 'component', 'subcriterion') as level,
    'Nội dung cấp huyện số ' || criterion_code as criterion_name,
    if(part = 0, null, 6.25) as max_points, 'yearly' as moves, 'self' as scored_by,
    area * 3 + part as ordinal
from district, range(1, 9) as areas(area), range(0, 3) as parts(part);
insert into score by name
select framework_id as unit_id, period_id, round, framework_id, criterion_code, criterion_name,
    level,
    cast(
        round(max_points * (60 + hash(framework_id, period_id, criterion_code) % 41) / 100, 2)
        as decimal(12, 4)
    ) as points,
    max_points, 'scored' as status, 1 as import_id, 'Bảng điểm' as sheet,
    'E' || (ordinal + 6) as cell
from criterion, (values ('2022', 'final'), ('2023', 'final'), ('2024', 'self'))
    as years(period_id, round)
where framework_id <> 'g' and level = 'subcriterion';
insert into cascade by name
select 'g' as framework_id, '' || area as criterion_code, unit_id as fed_framework_id,
    '' || area as fed_criterion_code
from district, range(1, 9) as areas(area);
"""


def folder_of(name: str, *, provinces: int, communes: int) -> Path:
    """A data folder serving the generated store; made on the first call, kept for the next run."""
    folder = REPO / "build" / "bench" / f"generated-{name}"
    stem = store.store_name([])
    path = store.path_of(folder, stem)
    if not path.exists():
        for old in (folder / "stores").glob("*.duckdb"):
            old.unlink()
        print(f"Generating the {name} once …", flush=True)
        _make(path, provinces, communes)
    ledger = Ledger(folder)
    if ledger.head().store != stem:
        ledger.set_store(stem, ledger.head())
    return folder


def _make(path: Path, provinces: int, communes: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    with contextlib.closing(duckdb.connect(str(part))) as connection:
        create_schema(connection)
        given = {"$provinces": provinces, "$communes": communes, "$units": UNITS_OF_NATION}
        sql = SQL
        for name, value in given.items():
            sql = sql.replace(name, str(value))
        connection.execute(sql)
        create_views(connection)
        connection.execute("checkpoint")
    part.rename(path)
