"""What to do where a page has nothing to show of a unit: which file to load, what is there already.

In: the scope. Out: one or two sentences in Markdown, with links to the pages that have something.
It must not fetch: what a unit holds the scope knows.
"""

from __future__ import annotations

from cchc.ui import filters
from cchc.ui.kept import kept

LOAD = "Nạp {} ở trang [Nhập số liệu](nhap-so-lieu)."
# What a unit may hold already, and the page that shows it.
HELD = {
    "result": ("kết quả", "don-vi", "Kết quả theo đơn vị"),
    "target": ("mục tiêu", "muc-tieu", "Mục tiêu"),
    "task": ("nhiệm vụ", "nhiem-vu", "Nhiệm vụ"),
    "service": ("chỉ tiêu dịch vụ công", "dich-vu-cong", "Dịch vụ công"),
    "survey": ("kết quả khảo sát", "hai-long", "Mức độ hài lòng"),
    "calendar": ("lịch báo cáo", "bao-cao", "Chế độ báo cáo"),
}


@kept
def to_load(scope: filters.Scope, missing: str) -> str:
    """ "Nạp bảng mục tiêu … ở trang [Nhập số liệu](…). Đã có nhiệm vụ ([Nhiệm vụ](…))."

    missing: what to load, in words. Of a unit above others, what they have sent counts too.
    """
    near = scope.held[scope.held["whose"].isin(["own", "below"])]
    there = [
        f"{what} ([{name}]({filters.link(page, scope)}))"
        for kind, (what, page, name) in HELD.items()
        if kind in set(near["what"])
    ]
    told = f" Đã có {', '.join(there)}." if there else ""
    return LOAD.format(missing) + told
