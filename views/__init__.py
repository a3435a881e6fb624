"""What people see: text, numbers, charts, legends, tables and maps; no Streamlit, no files but the catalogues."""
