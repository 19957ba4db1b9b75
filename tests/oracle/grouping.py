"""Groups: of duties for one key only the one that governs is left."""


def govern(book, occurrences):
    """Set aside what does not govern, once all rules are judged."""
    for group in book.group:
        if group.governs.value == "all apply":
            continue
        keys = {row.key for row in occurrences if row.rule in group.of}
        for key in keys:
            pending = [
                row
                for name in group.of
                for row in occurrences
                if row.rule == name and row.key == key and row.due is not None
                if row.status in ("open", "upcoming", "overdue")
            ]
            if not pending:
                continue
            # Of equal dues the rule named first governs.
            choose = min if group.governs.value == "the earliest due" else max
            left = choose(pending, key=lambda row: row.due)
            for row in pending:
                if row is not left and row.status != "overdue":
                    row.status = "not_required"
