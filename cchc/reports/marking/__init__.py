"""Marks findings in someone else's workbook by editing its parts, and takes old marks away.

Runs in a child process (`child`), since it opens what others made. What is not marked is not
touched: openpyxl's load and save would lose charts, pictures, newer drop-downs and macros' parts.
"""
