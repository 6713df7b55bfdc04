"""Pictures in the database: their address, who may see them, and that a used one is not deleted."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.utils import DatabaseError
from django.template.loader import render_to_string

from accounts.form_fields import line_field
from accounts.versioning import MoveRefused, StaleVersion
from plans import pictures
from plans.images import clean_image
from plans.models import Picture
from plans.picture_forms import PictureField
from plans.publication import unpublish_term
from tests import builders


@pytest.fixture
def shown(cast):
    """A picture in the published text."""
    row = builders.picture(cast.term)
    builders.chapter(cast.term, body=f"![海辺](picture:{row.key})")
    return row


# ---- the address ------------------------------------------------------------------------------------------


def test_a_picture_of_the_published_text_is_there_for_everybody_and_for_ever(client, shown):
    answer = client.get(shown.get_absolute_url())
    assert answer.status_code == 200
    assert answer.content == bytes(shown.data)
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in answer["Cache-Control"]
    assert "public" in answer["Cache-Control"]
    assert "Set-Cookie" not in answer
    again = client.get(shown.get_absolute_url(), headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


def test_a_picture_that_nothing_public_shows_is_for_those_who_work_on_the_plan(client, cast, shown):
    assert client.get(shown.get_absolute_url()).status_code == 200
    unpublish_term(term=cast.term)
    assert client.get(shown.get_absolute_url()).status_code == 404
    for person, status in ((cast.jimu, 200), (cast.sato, 200), (cast.member, 404), (cast.kanri, 404)):
        client.force_login(person)
        answer = client.get(shown.get_absolute_url())
        assert answer.status_code == status
        assert "public" not in answer["Cache-Control"]


def test_a_picture_is_public_when_another_row_with_the_same_content_is(client, cast, shown):
    draft = builders.term(cast.plan, "第2期", 2, 2024, 2028, published=False)
    twin = builders.picture(draft, alt="別の説明")
    assert twin.sha256 == shown.sha256
    assert client.get(twin.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    "address", ["{sha}.png", "{sha}.svg", "{sha}.html", "0000.jpg", "{sha}", "{sha}.jpg/"]
)
def test_another_name_is_another_thing(client, shown, address):
    assert client.get(f"/pictures/{shown.sha256}.jpg").status_code == 200
    assert client.get("/pictures/" + address.format(sha=shown.sha256)).status_code == 404


# ---- rows -------------------------------------------------------------------------------------------------


def test_a_picture_without_words_is_refused(cast):
    image = clean_image(builders.image_file())
    with pytest.raises(ValidationError) as refusal:
        pictures.add_picture(image=image, alt="", term=cast.term)
    assert "alt" in refusal.value.message_dict
    assert not Picture.objects.exists()


def test_the_same_picture_is_not_put_twice_into_one_term(cast):
    builders.picture(cast.term)
    with pytest.raises(ValidationError, match="すでに登録されています"):
        builders.picture(cast.term)


def test_words_are_changed_by_the_one_who_saw_the_last_ones(cast):
    row = builders.picture()
    pictures.reword_picture(picture=row, version=1, alt="新しい説明", caption="")
    with pytest.raises(StaleVersion):
        pictures.reword_picture(picture=row, version=1, alt="古い画面", caption="")
    row.refresh_from_db()
    assert row.alt == "新しい説明"


def test_the_content_of_a_picture_cannot_be_exchanged_even_by_sql(cast):
    row = builders.picture()
    with pytest.raises(DatabaseError, match="content_stays"), transaction.atomic():
        Picture.objects.filter(pk=row.pk).update(data=b"other")


def test_the_history_tells_of_the_words_and_does_not_hold_the_bytes_again(cast):
    row = builders.picture()
    pictures.reword_picture(picture=row, version=1, alt="新しい説明", caption="")
    events = row.events.order_by("pgh_id")
    assert [event.alt for event in events] == ["海辺を歩く人たち", "新しい説明"]
    assert "data" not in {column.name for column in events.model._meta.get_fields()}


def test_a_picture_in_use_is_not_deleted_and_the_place_is_named(cast, shown):
    with pytest.raises(MoveRefused, match="本文「第1章の題」で使われているため"):
        pictures.delete_picture(picture=shown, version=1)
    unused = builders.picture(cast.term, colour="red")
    pictures.delete_picture(picture=unused, version=1)
    assert list(Picture.objects.all()) == [shown]


# ---- form and page ----------------------------------------------------------------------------------------


class UploadForm(forms.Form):
    image = PictureField()
    alt = line_field(Picture, "alt")


def sent(content, name="photo.jpg", media_type="image/jpeg", alt="海"):
    form = UploadForm({"alt": alt}, {"image": SimpleUploadedFile(name, content, media_type)})
    form.full_clean()
    return form


@pytest.mark.parametrize("name", ["photo.jpg", "photo.exe", "写真.HTML", "../../etc/passwd", "photo"])
def test_the_content_says_what_a_file_is_not_its_name(name):
    form = sent(builders.image_file("PNG"), name, "text/html")
    assert not form.errors
    assert form.cleaned_data["image"].media_type == "image/png"


def test_a_page_called_a_picture_is_refused_beside_the_box():
    form = sent(b"<html><script>alert(1)</script>")
    assert "画像として読み取れません" in form.errors["image"][0]
    assert "alt" not in form.errors


def test_an_empty_file_and_none_and_one_that_is_too_heavy_are_said_apart():
    assert "空です" in sent(b"").errors["image"][0]
    assert "大きすぎます（5MBまで）" in sent(b"\xff" * (5 * 1024 * 1024 + 1)).errors["image"][0]
    assert "image" in UploadForm({"alt": "海"}, {}).errors


@pytest.mark.parametrize("alt", ["", "　", "\x00海", "あ" * 201])
def test_words_that_say_nothing_are_refused(alt):
    assert "alt" in sent(builders.image_file(), alt=alt).errors


def test_the_component_says_all_that_a_browser_and_a_listener_need(cast):
    row = builders.picture(alt='"海" <b>', caption="令和5年撮影", is_sample=True)
    html = render_to_string("components/picture.html", {"picture": row})
    assert 'alt="&quot;海&quot; &lt;b&gt;"' in html
    assert 'width="40" height="30"' in html
    assert 'loading="lazy"' in html
    assert f'src="/pictures/{row.sha256}.jpg"' in html
    assert "<figcaption>令和5年撮影" in html
    assert "見本データ" in html
    eager = render_to_string("components/picture.html", {"picture": row, "eager": True})
    assert "loading" not in eager
