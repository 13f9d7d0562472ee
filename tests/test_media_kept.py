"""How long a file is kept: as long as anything, now or formerly, refers to it, and a day without."""
from threading import Thread

from sqlalchemy import update

from service import db, media, references
from tests.pictures import kept, png, seen, shown


def set_back(world, ids, hours):
    """As if these files had been sent so much earlier."""
    with db.writing(world.engine):
        db.execute(update(media.MEDIA).where(media.MEDIA.c.id.in_(ids)).values(created_at=db.now(hours=-hours)))


def survives(world, id, hours=25):
    """Whether a file that was sent so many hours ago is still there once what is of no use was taken away."""
    set_back(world, [id], hours)
    media.take_away(world.engine)
    return seen(world, id, "writer") == 200


def test_what_nothing_ever_referred_to_is_taken_away_after_a_day(world):
    assert survives(world, kept(world), hours=23) and not survives(world, kept(world))


def test_what_is_sent_anew_has_a_day_again(world):
    id = kept(world, png(b"anew"))
    set_back(world, [id], 25)
    assert kept(world, png(b"anew")) == id
    media.take_away(world.engine)
    assert seen(world, id, "writer") == 200


def test_many_are_taken_away_some_at_a_time(world, monkeypatch):
    monkeypatch.setattr(media, "AT_ONCE", 2)
    ids = [kept(world) for _ in range(5)]
    set_back(world, ids, 25)
    media.take_away(world.engine)
    assert [seen(world, id, "writer") for id in ids] == [404] * 5


def test_what_a_former_form_refers_to_is_kept_so_that_it_can_be_brought_back(world):
    id, topic = kept(world), world.topic()
    question = world.question(topic, prompt=shown(id))
    world.patch(f"/questions/{question['id']}", {"prompt": "Without."})
    assert seen(world, id) == 404 and survives(world, id)
    reply = world.post(f"/questions/{question['id']}/revisions/1/restore", by="writer")
    assert reply.status_code == 200 and seen(world, id) == 200


def test_what_hidden_content_refers_to_is_kept(world):
    id = kept(world)
    question = world.question(world.topic(), prompt=shown(id))
    world.delete(f"/questions/{question['id']}")
    assert seen(world, id) == 404 and survives(world, id)
    world.post(f"/questions/{question['id']}/restore", by="writer")
    assert seen(world, id) == 200


def test_what_is_just_being_referred_to_is_not_taken_away_by_another(world):
    id = kept(world)
    set_back(world, [id], 25)
    other = Thread(target=media.take_away, args=(world.engine,))
    with db.writing(world.engine):
        references.note({db.new_id(): (1, {"heading": "H", "points": [{"id": "p", "text": shown(id)}]})})
        other.start()
        other.join(0.5)
    other.join()
    assert seen(world, id, "writer") == 200
