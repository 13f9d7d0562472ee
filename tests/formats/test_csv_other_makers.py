"""Tables in the manner of other systems' templates: what their columns are called, and how they say which choice is right."""
import pytest

from service.formats import csv, recognised
from service.formats._nouns import File, Skipped
from tests.formats.reading import found, questions


def read(*lines):
    return questions(csv, "\n".join(lines).encode())


def only(*lines):
    (each,) = read(*lines)
    return each


def right(each):
    """(the texts of all choices, those of the right ones)."""
    texts = {choice["id"]: choice["text"] for choice in each.wire["body"]["choices"]}
    return list(texts.values()), [texts[answer["match"]["choice"]] for answer in each.wire["answers"] if answer["credit"] > 0]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("questionText,optionA,optionB,correctAnswer", "Up?,Down,Up,B"), ("Question,Option 1,Option 2,Answer", "Up?,Down,Up,Option 2"),
        ("No.,Question,(a),(b),Ans.", "1,Up?,Down,Up,(b)"),
        ("question,answer 1 - max 75,answer 2 - max 75,Correct answer(s) - one", "Up?,Down,Up,2"),
        ("Question Text,Answer 1,Answer 2 (Optional),Correct Answer(s) (number)", "Up?,Down,Up,2"),
        ("question,options,answer", "Up?,Down|Up,Up"),
        ("question,options,answer", "Up?,Down; Up,B"), ("question,option_a,option_b,correct", "Up?,A) Down,B) Up,Up"),
        ("question,option_a,option_b,correct", "Up?,Down,Up,B) Up"),
        ("questionname,questiontext,A,B,Answer 1,Answer 2", "N,Up?,Down,Up,B,"),
    ],
)  # fmt: skip
def test_the_right_choice_is_named_in_many_ways(header, row):
    texts, chosen = right(only(header, row))
    assert [text[-2:] for text in texts] == ["wn", "Up"] and [text[-2:] for text in chosen] == ["Up"]


def test_several_columns_may_name_right_choices():
    each = only("question,A,B,C,Answer 1,Answer 2", "Which?,x,y,z,C,A")
    assert each.wire["type"] == "multiple_response" and right(each)[1] == ["x", "z"]


def test_a_letter_that_belies_the_place_of_its_choice_is_no_name_of_it():
    (skipped,) = found(csv, b"question,A,B,answer\nUp?,Down,Up,A) Up")
    assert "which is no choice's letter or text" in skipped.why


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Question,Correct Answer,Incorrect Answer 1,Wrong Answer 2", "Sum?,4,3,5"),
        ("question,correct_answer,incorrect_answers", "Sum?,4,3|5"),
    ],
)  # fmt: skip
def test_the_right_answer_and_the_wrong_ones_are_choices(header, row):
    each = only(header, row)
    assert each.wire["type"] == "multiple_choice" and right(each) == (["4", "3", "5"], ["4"]) and each.lost == ()


def test_true_and_false_are_no_choices_but_say_what_is_right():
    header = "type,question,option_a,option_b,answer"
    rows = read(header, "TRUE_FALSE,Q,False,True,1", "T/F,Q,True,False,B", "boolean,Q,,,true")
    rows += read("type,question,correct_answer,incorrect_answers", "boolean,Q,False,True")
    assert [each.wire["answers"] for each in rows] == [[{"match": {"value": value}, "credit": 1}] for value in (False, False, True, False)]


def test_choices_of_a_text_to_fill_in_are_what_is_taken():
    each = only("Question Text,Question Type,Option 1,Option 2,Correct Answer", "Capital?,Fill-in-the-Blank,Paris,Lutetia,")
    assert [answer["match"] for answer in each.wire["answers"]] == [{"text": "Paris"}, {"text": "Lutetia"}]
    assert each.wire["type"] == "short_answer" and "holds no blank" in each.lost[0]
    assert only("question,type,answer", "It is ____.,fill in the blank,Paris").lost == ()


def test_an_open_question_without_an_answer_is_an_essay():
    assert only("question,type,answer", "Why?,Open-Ended,").wire["type"] == "essay"


@pytest.mark.parametrize(
    "lines", [(",Template,,", ",Fill it in.,,", "1,Question,Answer 1,Answer 2,Correct"), ('"A quiz', 'of mine",,', "Question,A,B,Answer")]
)
def test_rows_above_the_names_of_the_columns_are_told(lines):
    data = "\n".join([*lines, "1,Up?,Down,Up,2" if lines[-1].startswith("1") else "Up?,Down,Up,B"]).encode()
    *above, each = found(csv, data)
    assert recognised(File.of(data)) == "csv" and right(each)[1] == ["Up"]
    assert above and all(isinstance(row, Skipped) and "above the row that names the columns" in row.why for row in above)


@pytest.mark.parametrize("header", ["prompt,option1,option2,correctIndex", "question,answer 1,answer 2,Which is right"])
def test_a_column_that_may_hold_the_key_in_a_way_of_its_own_is_not_passed_over(header):
    (skipped,) = found(csv, f"{header}\nUp?,Down,Up,1".encode())
    assert "may say which is right, in a way of its own" in skipped.why


def test_of_two_columns_of_a_kind_the_one_with_its_own_name_counts_and_the_other_is_told():
    each = only("topic,category,question,answer", "Rivers,Europe,Which?,Rhine")
    assert each.wire["category"] == "Europe" and each.lost == ("Column 'topic' was left out: another column already says its category.",)


def answered(*rows, header="question,A,B,C,answer"):
    """What is right in each row, and all that is told; a reason where a row is no question."""
    return [each.why if isinstance(each, Skipped) else (right(each)[1], each.lost) for each in found(csv, "\n".join((header, *rows)).encode())]


def told(answer, places, why="the file counts its choices from 0"):
    return (f"The answer {answer} was read as choice {places}: {why}.",)


def test_who_says_0_and_never_the_last_number_counts_from_0():
    assert answered("One?,x,y,z,0", "Two?,x,y,z,1", "Both?,x,y,z,0;2") == [
        (["x"], told("0", "a")), (["y"], told("1", "b")), (["x", "z"], told("0;2", "a; c")),
    ]  # fmt: skip


def test_a_0_beside_the_number_of_the_last_choice_is_no_choice():
    first, second = answered("One?,x,y,z,0", "Two?,x,y,z,3")
    assert "names '0', which is no choice's letter or text" in first and second == (["z"], ())


def test_counted_from_0_the_text_of_another_choice_is_not_guessed_at():
    assert answered("One?,x,y,z,0", "2?,1,2,3,1")[1] == (["2"], told("1", "b"))
    assert "counted from 0 as in other rows" in answered("One?,x,y,z,0", "2?,1,2,3,1", "Two?,x,y,z,y")[1]


@pytest.mark.parametrize("name", ["correctIndex", "correct_answer_index", "Answer Index", "correct option index"])
def test_an_index_is_read_where_the_file_tells_from_which_number_it_counts(name):
    header = f"question,A,B,C,{name}"
    assert answered("One?,x,y,z,0", "2?,1,2,3,1", header=header) == [(["x"], told("0", "a")), (["2"], told("1", "b"))]
    assert answered("One?,x,y,z,1", "Three?,x,y,z,3", header=header) == [(["x"], ()), (["z"], ())]
    assert all("may say which is right" in each for each in answered("One?,x,y,z,1", "Two?,x,y,z,2", header=header))


def test_a_number_that_may_be_a_text_is_what_the_answers_of_other_rows_are():
    as_text = "The answer 3 was read as the text of choice b: other rows name texts, and none a number."
    assert answered("Two?,x,y,z,y", "Sum?,2,3,4,3") == [(["y"], ()), (["3"], (as_text,))]
    why = "other rows name numbers or letters, and none a text"
    assert answered("Two?,x,y,z,B", "Sum?,2,3,4,3") == [(["y"], ()), (["4"], told("3", "c", why))]
    assert "the text of another" in answered("Two?,x,y,z,B", "Two?,x,y,z,y", "Sum?,2,3,4,3")[2]


def test_letters_may_stand_without_anything_between_them():
    assert answered("Which?,x,y,z,AC", "Which?,AB,y,z,AB")[:2] == [(["x", "z"], ()), (["AB"], ())]
    assert "which is no choice" in answered("Which?,x,y,z,CA")[0]


@pytest.mark.parametrize("answer", ["1|3", "A、C", "1，3", "a；c"])
def test_many_things_may_stand_between_letters_or_numbers_of_choices(answer):
    assert answered(f"Which?,x,y,z,{answer}") == [(["x", "z"], ())]


def test_a_type_of_choices_leaves_open_how_many_are_right():
    one, other = read("type,question,A,B,answer", "QCM,Up?,x,y,B", "objective,Which?,x,y,A;B")
    assert (one.wire["type"], other.wire["type"]) == ("multiple_choice", "multiple_response")


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Frage;Antwort A;Antwort B;Lösung", "Up?;Down;Up;B"), ("Frage;Antwort1;Antwort2;Richtige Antwort;Punkte", "Up?;Down;Up;2;1"),
        ("Question;Réponse 1;Réponse 2;Bonne réponse", "Up?;Down;Up;2"), ("Pregunta,Opción A,Opción B,Respuesta correcta", "Up?,Down,Up,B"),
        ("Domanda,Risposta A,Risposta B,Risposta corretta", "Up?,Down,Up,b"), ("Pergunta,Alternativa A,Alternativa B,Gabarito", "Up?,Down,Up,B"),
        ("Pytanie;Odpowiedź A;Odpowiedź B;Poprawna odpowiedź", "Up?;Down;Up;B"), ("题型,题目,选项A,选项B,答案", "单选题,Up?,Down,Up,B"),
        ("Вопрос;Вариант 1;Вариант 2;Правильный ответ", "Up?;Down;Up;2"), ("문제,보기1,보기2,정답", "Up?,Down,Up,2"),
        ("otázka;odpověď A;odpověď B;správná odpověď", "Up?;Down;Up;B"), ("kérdés;válasz1;válasz2;helyes válasz", "Up?;Down;Up;2"),
        ("Pertanyaan,Pilihan A,Pilihan B,Kunci Jawaban", "Up?,Down,Up,B"), ("Pytanie;Odp. A;Odp. B;Poprawna odp.", "Up?;Down;Up;B"),
        ("Texto_Pregunta;Opcion_A;Opcion_B;Correcta", "Up?;Down;Up;B"), ("fråga;svar1;svar2;rätt svar", "Up?;Down;Up;2"),
    ],
)  # fmt: skip
def test_columns_may_be_named_in_other_languages(header, row):
    each = only(header, row)
    assert (each.wire["type"], each.wire["prompt"], right(each), each.lost) == ("multiple_choice", "Up?", (["Down", "Up"], ["Up"]), ())


def test_wrong_answers_may_be_named_in_other_languages():
    assert right(only("Frage;Antwort;Falsche Antwort 1;Falsche Antwort 2", "Up?;Up;Down;Left")) == (["Up", "Down", "Left"], ["Up"])
    assert right(only("question,reponse_correcte,reponse_fausse_1,explication", "Up?,Up,Down,So.")) == (["Up", "Down"], ["Up"])


@pytest.mark.parametrize(("word", "value"), [("Vrai", True), ("falsch", False), ("verdadero", True), ("对", True), ("错误", False)])
def test_truth_may_be_said_in_other_languages(word, value):
    assert only("question,answer", f"Up?,{word}").wire["answers"] == [{"match": {"value": value}, "credit": 1}]
    assert only("题型,题目,答案", f"判断题,Up?,{word}").wire["type"] == "true_false"


@pytest.mark.parametrize(("word", "level"), [("Fácil", "easy"), ("moyenne", "medium"), ("schwer", "hard"), ("moderate", "medium")])
def test_difficulty_may_be_said_in_other_languages(word, level):
    each = only("question,answer,difficulty", f"Up?,It is,{word}")
    assert (each.wire["difficulty"], each.lost) == (level, ())


def test_a_letter_in_an_unknown_column_may_say_which_of_several_answers_is_right():
    (skipped,) = found(csv, b"question,answer1,answer2,solved by\nUp?,Down,Up,b")
    assert "Column 'solved by' may say which is right" in skipped.why
    assert only("question,answer1,answer2,group", "Up?,Up,Above,d").lost == ("Column 'group' is unknown and was left out.",)


@pytest.mark.parametrize(
    ("table", "column"),
    [("question,word 1,word 2,answer\nUp?,Down,Up,2", "word 2"), ("question,Слово А,Слово Б,answer\nUp?,Down,Up,Б", "Слово Б")],
)
def test_an_answer_that_may_name_one_of_several_unknown_columns_is_no_text(table, column):
    (skipped,) = found(csv, table.encode())
    assert f"may name column '{column}', which is unknown: call such columns choice_a, choice_b …" in skipped.why


def test_an_answer_that_ends_the_name_of_a_single_unknown_column_is_a_text():
    assert only("question,week 2,answer", "1 + 1?,x,2").wire["type"] == "numeric"


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("question;reponse1;reponse2;correct1;correct2", "Up?;Down;Up;0;1"), ("question,A,B,Correct A,Correct B", "Up?,Down,Up,no,yes"),
        ("question,option_a,option_a_is_correct,option_b,option_b_is_correct", "Up?,Down,FALSE,Up,TRUE"),
        ("question,answer1,is_correct1,answer2,is_correct2", "Up?,Down,,Up,1"),
    ],
)  # fmt: skip
def test_a_column_for_each_choice_may_say_whether_it_is_right(header, row):
    each = only(header, row)
    assert (each.wire["type"], right(each), each.lost) == ("multiple_choice", (["Down", "Up"], ["Up"]), ())


def test_several_flags_name_several_choices():
    each = only("question,A,B,C,correct1,correct2,correct3", "Which?,x,y,z,1,0,1")
    assert each.wire["type"] == "multiple_response" and right(each)[1] == ["x", "z"]


@pytest.mark.parametrize(
    ("flags", "told"), [("0,0", "No choice is right"), ("x,y", "may say which is right"), ("b,", "may say which is right")]
)
def test_flags_that_say_nothing_are_not_guessed_at(flags, told):
    (skipped,) = found(csv, f"question,A,B,correct1,correct2\nUp?,x,y,{flags}".encode())
    assert told in skipped.why


@pytest.mark.parametrize("table", ["question,correct 1,incorrect 1\nUp?,Yes,No", "frage,richtig 1,falsch 1\nOben?,Blau,Rot"])
def test_a_flag_without_its_choice_is_not_guessed_at(table):
    (skipped,) = found(csv, table.encode())
    assert "may say which is right" in skipped.why


def test_a_column_without_a_choice_keeps_its_letter():
    assert answered("One?,x,y,z,y", "Four?,,3,4,4")[1] == (
        ["4"], ("The answer 4 was read as the text of choice c: other rows name texts, and none a number.",)
    )  # fmt: skip


def test_1_and_0_for_true_and_false_say_not_from_which_number_choices_count():
    first, second = answered("Sky?,True,False,1", "Grass?,True,False,0", header="question,A,B,answer")
    assert first == (["True"], ()) and "names '0', which is no choice's letter or text" in second


def test_a_word_for_true_among_other_words_is_a_word():
    house, word = read("question,answer", "house,Haus", "right,richtig")
    assert (word.wire["type"], word.wire["answers"][0]["match"]) == ("short_answer", {"text": "richtig"})
    assert "write true_false as its type" in word.lost[0] and not house.lost


@pytest.mark.parametrize("others", [("Two?,faux",), ("Capital?,a) Oslo|b) Rome,a",), ("Sum?,,4",), ()])
def test_a_word_for_true_is_true_where_no_other_row_asks_for_words(others):
    header = "question,choices,answer" if others and others[0].count(",") > 1 else "question,answer"
    row = "One?,,vrai" if "choices" in header else "One?,vrai"
    first, *_ = read(header, row, *others)
    assert first.wire["type"] == "true_false" and not first.lost


def test_the_name_of_a_blank_may_have_a_point():
    each = only("question,type,blank_b.1", "Water is {{b.1}}.,fill_in_blank,wet")
    assert each.wire["answers"] == [{"match": {"blank": "b.1", "text": "wet"}}]


def test_a_number_of_the_row_is_no_hint():
    each = only("Índice,pregunta,respuesta", "1,¿Capital?,Madrid")
    assert "hints" not in each.wire and "'Índice' is unknown" in each.lost[0]
