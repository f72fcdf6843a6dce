def test_a_notebook_shows_a_report_in_words_and_no_stratum_of_the_program(make_study):
    """As a dataclass would show itself, it tells which of the drawn turns the program coded."""
    talk = "".join(f"P1: They pay {n} coins for it.\nP2: A goat number {n}.\n" for n in range(10))
    book = "codes:\n  - code: wages\n    patterns: [pay]\n"
    project = make_study(files={"D1.txt": talk}, codebook=book)
    project.suggest("patterns")
    report = project.draw_audit("blind", 10, by="machine")
    assert repr(report) == str(report) and "stratum" not in repr(report)
