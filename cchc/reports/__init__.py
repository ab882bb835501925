"""What leaves the program as a file: plain values go in, the bytes of a workbook come out.

Nothing here knows Streamlit, the store or the ledger. Every text is inert in Excel.
"""
