"""The app: page configuration, navigation, and the one error boundary. No data here."""

from __future__ import annotations

import gc
import logging
from pathlib import Path

import streamlit as st

from cchc import settings
from cchc.errors import CchcError
from cchc.ui import turn

MARKER = "cchc-error"
UI = Path(__file__).parent / "cchc" / "ui"
# No page icons: Streamlit would fetch them for the browser's tab from an outside site.
PAGES = {
    "": [("tong_quan.py", "Tổng quan", "")],
    "Kết quả": [
        ("muc_tieu.py", "Mục tiêu", "muc-tieu"),
        ("xep_hang.py", "Kết quả xếp hạng", "xep-hang"),
        ("don_vi.py", "Kết quả theo đơn vị", "don-vi"),
        ("tieu_chi.py", "Tiêu chí chưa đạt điểm tối đa", "tieu-chi"),
        ("uoc_ca_nam.py", "Ước cả năm", "uoc-ca-nam"),
        ("hai_long.py", "Mức độ hài lòng", "hai-long"),
    ],
    "Thực hiện": [
        ("dich_vu_cong.py", "Dịch vụ công", "dich-vu-cong"),
        ("nhiem_vu.py", "Nhiệm vụ", "nhiem-vu"),
        ("bao_cao.py", "Chế độ báo cáo", "bao-cao"),
        ("thi_dua.py", "Rà soát thi đua", "thi-dua"),
    ],
    "Số liệu": [
        ("nhap_so_lieu.py", "Nhập số liệu", "nhap-so-lieu"),
        ("kiem_tra.py", "Kiểm tra số liệu", "kiem-tra"),
        ("nguon.py", "Nguồn", "nguon"),
        ("danh_muc.py", "Danh mục", "danh-muc"),
    ],
}


def main() -> None:
    """Run the page that the address names, inside the boundary."""
    st.set_page_config(page_title="Cải cách hành chính", layout="wide")
    st.html(f"<style>{_read('style.css')}</style>")
    page = st.navigation(_pages(), position="top")
    try:
        page.run()
        st.html(_read("page.html"), unsafe_allow_javascript=True)
        _settle(page.url_path)
    except CchcError as error:
        if settings.debug():
            raise
        st.error(f"{error} (mã: {MARKER})")
    except Exception:
        # The only broad handler of the app: a reader gets a sentence, the log gets the traceback.
        if settings.debug():
            raise
        logging.getLogger("cchc").exception("page %r failed", page.url_path)
        st.error(
            "Trang này gặp lỗi nên chưa hiện được. Tải lại trang; nếu vẫn lỗi, báo người quản trị "
            f"kèm giờ xảy ra. (mã: {MARKER})"
        )


@st.cache_resource(show_spinner=False)
def _settle(path: str) -> None:
    """Once for each page: what its first run loaded stays, so no collection looks at it again."""
    gc.collect()
    gc.freeze()


@st.cache_resource(show_spinner=False)
def _read(name: str) -> str:
    return (UI / name).read_text("utf-8")


def _pages() -> dict[str, list[st.Page]]:
    """The pages under their headings: fifteen side by side would not fit a small screen."""
    folder = Path(__file__).parent / "pages"
    return {
        group: [
            st.Page(folder / file, title=title, url_path=path, default=not path)
            for file, title, path in pages
        ]
        for group, pages in PAGES.items()
    }


with turn.taken():
    main()
