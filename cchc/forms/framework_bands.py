"""Các mức xếp loại của một bộ tiêu chí: tên mức và từ bao nhiêu phần trăm."""

from cchc.forms.form import NUMBER, Column, Form

FORM = Form(
    name="framework_bands",
    title="Mức xếp loại",
    shape="framework_bands",
    columns=(
        Column("number", (NUMBER,), required=False),
        Column("band_name", ("xep loai", "muc xep loai", "loai", "muc do", "ten muc")),
        Column(
            "min_percent",
            (
                r"tu( ?\(?%\)?)?( tro len)?",
                "tu (muc|diem|t[yi] le).*",
                "(muc|khoang|nguong)( chi so| diem| phan tram| t[yi] le).*",
                "(diem|chi so|t[yi] le) (toi thieu|tu|dat tu).*",
            ),
        ),
        Column("max_percent", (r"(den|duoi)( ?\(?%\)?)?", "den (duoi|muc|diem).*"), required=False),
    ),
)
