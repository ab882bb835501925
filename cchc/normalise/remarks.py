"""What a file holds besides its tables, one note each.

In: a workbook with the reader's remarks. Out: findings of level note, in Vietnamese.
"""

from __future__ import annotations

from cchc.model import Finding, Workbook

NOTES = {
    "macros": "Tệp có macro; hệ thống bỏ qua macro, chỉ đọc số liệu.",
    "external_links": "Tệp có công thức lấy số từ tệp khác; hệ thống dùng giá trị đã lưu trong tệp "
    "này. Hãy kiểm tra các số đó còn đúng.",
    "drawings": "Tệp có biểu đồ, hình vẽ hoặc bảng tổng hợp; hệ thống chỉ đọc các ô. Bản đánh dấu "
    "gửi lại có thể không giữ được các hình này.",
    "tcvn3": "Tệp có chữ theo bảng mã TCVN3 (phông .Vn…); hệ thống đã chuyển sang Unicode. Hãy "
    "kiểm tra lại tên đơn vị và tên tiêu chí.",
    "vni": "Tệp có chữ theo bảng mã VNI (phông VNI-…); hệ thống đã chuyển sang Unicode. Hãy kiểm "
    "tra lại tên đơn vị và tên tiêu chí.",
}


def notes(workbook: Workbook) -> list[Finding]:
    """One note for each remark; a remark without a sentence here is still said."""
    return [Finding("note", remark, _sentence(remark)) for remark in workbook.remarks]


def _sentence(remark: str) -> str:
    return NOTES.get(remark, f"Tệp có thành phần khác ngoài bảng ({remark}); không được đọc.")
