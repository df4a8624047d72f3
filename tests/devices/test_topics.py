"""Topics: who published and what, and what the broker lets through."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices import handlers, topics
from devices.messages.steps import Steps
from devices.topics import Topic

DEVICE = UUID("8f0c0000-0000-4000-8000-00000000000a")
PREFIX = "socialrx/v1/devices/"


@given(st.uuids(), st.sampled_from(handlers.declared()))
def test_a_topic_reads_back_as_it_was_written(device: UUID, handler: handlers.Handler) -> None:
    found = topics.parse(topics.topic_of(device, handler.kind, handler.version))
    assert found == Topic(device, handler.version, handler.kind)
    assert found.handlers == (handler,)


def test_a_topic_is_spelt_as_the_contract_says() -> None:
    assert topics.topic_of(DEVICE, "steps") == f"socialrx/v1/devices/{DEVICE}/steps"
    assert topics.topic_of(DEVICE, "steps", 2) == f"socialrx/v2/devices/{DEVICE}/steps"
    assert topics.parse(f"socialrx/v1/devices/{DEVICE}/steps") == Topic(DEVICE, 1, "steps")


def test_consumers_of_a_group_share_what_a_single_one_gets() -> None:
    assert topics.subscription() == "socialrx/+/devices/+/+"
    assert topics.subscription("ingest") == "$share/ingest/socialrx/+/devices/+/+"


@given(st.text())
def test_any_text_is_a_topic_or_names_nothing(text: str) -> None:
    topics.parse(text)
    topics.parse(PREFIX + text)
    topics.parse(f"socialrx/{text}/devices/{DEVICE}/steps")


@pytest.mark.parametrize(
    "spelling",
    [str(DEVICE).upper(), DEVICE.hex, f"{{{DEVICE}}}", f"urn:uuid:{DEVICE}", "", "nobody"],
)
def test_a_device_id_has_one_spelling(spelling: str) -> None:
    assert topics.parse(f"{PREFIX}{spelling}/steps") == Topic(None, 1, "steps")


@pytest.mark.parametrize("kind", ["Steps", "step", "steps/more", ""])
def test_a_kind_that_does_not_exist_is_none(kind: str) -> None:
    found = topics.parse(f"{PREFIX}{DEVICE}/{kind}")
    assert found == Topic(DEVICE, 0, "")
    assert found.handlers == ()


@pytest.mark.parametrize("version", ["v2", "v0", "v01", "v1.0", "1", "V1", "v", "v\uff11", "v99999", ""])
def test_a_version_has_one_spelling_and_its_own_kinds(version: str) -> None:
    assert topics.parse(f"socialrx/{version}/devices/{DEVICE}/steps").kind == ""


@pytest.mark.parametrize("topic", ["", "steps", f"{DEVICE}/steps", f"socialrx/v1/device/{DEVICE}/steps", PREFIX[:-1]])
def test_what_is_no_topic_of_devices_names_nothing(topic: str) -> None:
    assert topics.parse(topic) == Topic(None)


def test_the_broker_opens_the_topics_that_something_handles() -> None:
    assert topics.access_list("consumer", handlers.declared()).splitlines()[1:] == [
        "user consumer",
        "topic readwrite socialrx/+/devices/+/+",
        "topic read $SYS/#",
        "# A device writes to its own topics and reads nothing.",
        "pattern write socialrx/v1/devices/%u/alert",
        "pattern write socialrx/v1/devices/%u/attendance",
        "pattern write socialrx/v1/devices/%u/status",
        "pattern write socialrx/v1/devices/%u/steps",
    ]


def test_before_the_product_has_written_the_list_no_device_may_publish() -> None:
    assert "pattern" not in topics.access_list("consumer")
    assert "pattern write socialrx/v1/devices/%u/steps\n" in topics.access_list("consumer", [Steps])
