"""More codings than are fetched one by one: their ids and times still stand at the right rows."""


def test_each_of_thousands_of_codings_has_its_own_id_and_time(make_study):
    # Coding n covers character n of the text and was made in second n of the year 2018.
    number = 5_010

    def time(n):
        return f"2018-01-01T{n // 3600:02}:{n // 60 % 60:02}:{n % 60:02}+00:00"

    rows = "".join(f"c{n},D,x,CD,{n},{n + 1},{time(n)}\n" for n in range(number))
    project = make_study(
        turns=f"document,turn,speaker,text\nD,1,X,{'a' * number}\n",
        codebook=["x"],
        codings="coding_id,document,code,coder,start,end,created\n" + rows,
    )

    def stands(wanted):
        frame = project.codings()
        assert frame["start"].to_list() == wanted
        assert frame["coding_id"].to_list() == [f"c{n}" for n in wanted]
        assert frame["created"].to_list() == [time(n) for n in wanted]

    stands(list(range(number)))
    project.retract("c7")
    stands([n for n in range(number) if n != 7])
