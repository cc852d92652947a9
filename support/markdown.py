"""Tables in Markdown, and the places in a document that a script fills with them."""

import sys


def markdown_table(heading, rows, text_columns=1):
    """Returns a table whose first columns are text, on the left, and whose others are numbers, on the right."""
    lines = ["| " + " | ".join(map(str, cells)) + " |" for cells in [heading, *rows]]
    lines.insert(1, "|" + "---|" * text_columns + "---:|" * (len(heading) - text_columns))
    return "\n".join(lines) + "\n"


def replace_tables(document, tables):
    """Returns a document with each named table between its marks, <!-- name --> and <!-- end of name -->."""
    for name, table in tables.items():
        start, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
        if start not in document or end not in document:
            sys.exit(f"the document has no place for the table {name}: add the lines <!-- {name} --> and {end}")
        before, rest = document.split(start, 1)
        document = before + start + table + end + rest.split(end, 1)[1]
    return document
