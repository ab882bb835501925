-- What staff decided on tasks and criteria, in place of what the store held of it.
-- links: JSON, one object for each decision that stands

delete from task_link;

insert into task_link by name
select unnest(from_json(getvariable('links'), '[{
    "plan_unit_id": "VARCHAR", "plan_period_id": "VARCHAR", "area_code": "VARCHAR",
    "task_group": "VARCHAR", "number": "VARCHAR", "action_number": "INTEGER",
    "framework_id": "VARCHAR", "criterion_code": "VARCHAR", "is_served": "BOOLEAN",
    "task_text": "VARCHAR", "criterion_name": "VARCHAR", "decided_by": "VARCHAR",
    "decided_at": "TIMESTAMP"
}]'), recursive := true);
