"""How a file may be compressed."""

import sys
from types import ModuleType, SimpleNamespace

import pytest

from supervise.errors import MissingExtraError
from supervise.register.limits import Limits
from supervise.register.packing import PACKINGS, packing_of, zstd
from supervise.register.source import Source


@pytest.mark.parametrize("packing", PACKINGS, ids=lambda each: each.name)
def test_the_first_bytes_go_before_the_name(packing):
    assert packing_of(packing.magic, "register.jsonl") is packing
    assert all(packing_of(packing.magic, f"register.jsonl{each.suffix}") is packing for each in PACKINGS)
    assert packing_of(b"", f"register{packing.suffix}") is packing
    assert packing_of(packing.magic[:1], "register.jsonl") is None


@pytest.fixture
def no_zstd(monkeypatch):
    for name in ("compression", "backports"):
        monkeypatch.setitem(sys.modules, name, None)
    zstd.cache_clear()
    yield
    zstd.cache_clear()


def test_without_zstd_the_extra_is_named(no_zstd, tmp_path):
    (tmp_path / "r.jsonl.zst").write_bytes(b"\x28\xb5\x2f\xfd")
    with (
        pytest.raises(MissingExtraError, match=r"supervise-schedules\[zstd\]"),
        Source.opened(tmp_path / "r.jsonl.zst", Limits()),
    ):
        pass


def test_zstd_is_asked_for_only_where_it_is_needed(no_zstd, tmp_path):
    (tmp_path / "r.jsonl").write_bytes(b"{}")
    with Source.opened(tmp_path / "r.jsonl", Limits()) as source:
        assert source.packing is None


@pytest.mark.parametrize(
    ("there", "taken"), [(("compression", "backports"), "compression"), (("backports",), "backports")]
)
def test_pythons_own_goes_before_the_other(no_zstd, monkeypatch, there, taken):
    modules = {name: SimpleNamespace(zstd=ModuleType(name)) for name in there}
    for name, module in modules.items():
        monkeypatch.setitem(sys.modules, name, module)
    assert zstd() is modules[taken].zstd
