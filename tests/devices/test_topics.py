"""Topics: who published and what."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices import topics
from devices.kinds import MessageKind

DEVICE = UUID("8f0c0000-0000-4000-8000-00000000000a")


@given(st.uuids(), st.sampled_from(MessageKind))
def test_a_topic_reads_back_as_it_was_written(device: UUID, kind: MessageKind) -> None:
    assert topics.parse(topics.topic_of(device, kind)) == topics.Topic(device, kind)


def test_consumers_of_a_group_share_what_a_single_one_gets() -> None:
    assert topics.subscription() == "socialrx/v1/devices/+/+"
    assert topics.subscription("ingest") == "$share/ingest/socialrx/v1/devices/+/+"


@given(st.text())
def test_any_text_is_a_topic_or_names_nothing(text: str) -> None:
    topics.parse(text)
    topics.parse(topics.PREFIX + text)


@pytest.mark.parametrize(
    "spelling",
    [str(DEVICE).upper(), DEVICE.hex, f"{{{DEVICE}}}", f"urn:uuid:{DEVICE}", "", "nobody"],
)
def test_a_device_id_has_one_spelling(spelling: str) -> None:
    assert topics.parse(f"{topics.PREFIX}{spelling}/steps").device is None


@pytest.mark.parametrize("kind", ["Steps", "step", "steps/more", ""])
def test_a_kind_that_does_not_exist_is_none(kind: str) -> None:
    assert topics.parse(f"{topics.PREFIX}{DEVICE}/{kind}") == topics.Topic(DEVICE, None)
