#!/usr/bin/env python3
"""Reads the running window through AT-SPI, as a screen reader does, and checks that it gets a lane, the gauge, the
leader of the vote and the charts with their values. With --listen it waits for the news of a run instead, which come
as a notification. By hand: needs gir1.2-atspi-2.0 and a session bus, e.g.

    dbus-run-session -- bash -c '/usr/libexec/at-spi-bus-launcher & QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1 \\
        build/release/bin/stepscope --run --example 3 --pace full & sleep 20; python3 tests/tools/read_aloud.py'
"""
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

PASSED_OVER = "filler"  # what Qt calls a widget that says nothing of itself


def program():
    desk = Atspi.get_desktop(0)
    for _ in range(40):
        for i in range(desk.get_child_count()):
            child = desk.get_child_at_index(i)
            if child and child.get_name() == "Stepscope":
                return child
        time.sleep(0.5)
    sys.exit("read_aloud: no window of Stepscope on this session's bus")


def below(node, depth=0):
    for i in range(min(node.get_child_count(), 300)):
        child = node.get_child_at_index(i)
        if child is None:
            continue
        yield child
        if depth < 14:
            yield from below(child, depth + 1)


def listen(seconds):
    """Prints each notification that comes up, and fails if none does."""
    heard = []

    def take(event):
        if event.detail1 and event.source.get_role_name() == "notification":
            heard.append(event.source.get_name())
            print(heard[-1], flush=True)

    Atspi.init()
    listener = Atspi.EventListener.new(take)
    listener.register("object:state-changed:showing")
    GLib.timeout_add_seconds(seconds, Atspi.event_quit)
    Atspi.event_main()
    if not heard:
        sys.exit("read_aloud: nothing was announced")


def main():
    if sys.argv[1:] == ["--listen"]:
        return listen(30)
    said = {}
    lanes = None
    for node in below(program()):
        if node.get_name():
            said.setdefault(node.get_name(), (node.get_role_name(), node.get_description() or ""))
        if node.get_name() == "Traces" and node.get_role_name() == "table":
            lanes = node
    wrong = []
    for name in ("Fill level of the KV cache", "Map of KV blocks", "Use of the KV cache over time", "Votes by answer",
                 "Share of the vote over time"):
        role, text = said.get(name, ("missing", ""))
        print(f"{role}: {name}: {text}")
        if role in (PASSED_OVER, "missing") or not text:
            wrong.append(name)
    leader = [name for name in said if name.startswith(("Answer ", "Leads "))]
    print("leader:", leader[:1])
    if not leader:
        wrong.append("the leader of the vote")
    row = []
    if lanes:
        cells = [lanes.get_child_at_index(i) for i in range(min(lanes.get_child_count(), 16))]
        row = [c.get_name() for c in cells if c.get_role_name() == "table cell"][:6]
    print("first lane:", ", ".join(row))
    if len(row) < 6 or not row[0].startswith("#"):
        wrong.append("a lane")
    if wrong:
        sys.exit("read_aloud: not read: " + ", ".join(wrong))


if __name__ == "__main__":
    sys.exit(main())
