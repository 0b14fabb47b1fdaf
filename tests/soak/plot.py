#!/usr/bin/env python3
"""Draws what soak wrote as SVG: memory over hours, one line a column.

    plot.py OUT.svg SLICE.csv [SLICE.csv ...]

Slices follow one another, a thin line between them. Says what each slice gained per hour after its first tenth."""
import csv
import sys

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 900, 360, 70, 50, 30
LINES = [("resident_mib", "#1f5fbf", "resident memory"), ("allocated_mib", "#c0392b", "allocated by the program"),
         ("device_used_mib", "#2e8b57", "GPU memory in use")]


def slope(rows, column):
    """MiB per hour, by least squares, without the slice's first tenth."""
    rows = rows[len(rows) // 10:]
    if len(rows) < 3:
        return None
    x = [float(row["seconds"]) / 3600 for row in rows]
    y = [float(row[column]) for row in rows]
    mx, my = sum(x) / len(x), sum(y) / len(y)
    spread = sum((a - mx) ** 2 for a in x)
    return sum((a - mx) * (b - my) for a, b in zip(x, y)) / spread if spread else None


def main():
    out, paths = sys.argv[1], sys.argv[2:]
    slices = [list(csv.DictReader(open(path))) for path in paths]
    starts, end = [], 0.0
    for rows in slices:
        starts.append(end)
        end += float(rows[-1]["seconds"])
    lines = [line for line in LINES if any(float(row[line[0]]) > 0 for rows in slices for row in rows)]
    most = 1.1 * max(float(row[line[0]]) for rows in slices for row in rows for line in lines)
    unit, name = (3600, "hours") if end > 7200 else (60, "minutes")

    def at(seconds, value):
        return (LEFT + (WIDTH - LEFT - 20) * seconds / end, HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * value / most)

    svg = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" font-family="sans-serif" '
           f'font-size="12"><rect width="100%" height="100%" fill="white"/>']
    for i in range(6):
        x, y = at(end * i / 5, most * i / 5)
        svg.append(f'<line x1="{LEFT}" y1="{y:.1f}" x2="{WIDTH - 20}" y2="{y:.1f}" stroke="#ddd"/>'
                   f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{most * i / 5:.0f}</text>'
                   f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{end * i / 5 / unit:.1f}</text>')
    svg.append(f'<text x="{LEFT}" y="{TOP - 12}">MiB</text>'
               f'<text x="{WIDTH - 20}" y="{HEIGHT - 10}" text-anchor="end">{name}</text>')
    for start in starts[1:]:
        x, _ = at(start, 0)
        svg.append(f'<line x1="{x:.1f}" y1="{TOP}" x2="{x:.1f}" y2="{HEIGHT - BOTTOM}" stroke="#999" '
                   f'stroke-dasharray="3 3"/>')
    for number, (column, color, label) in enumerate(lines):
        for start, rows in zip(starts, slices):
            points = " ".join("{:.1f},{:.1f}".format(*at(start + float(row["seconds"]), float(row[column])))
                              for row in rows)
            svg.append(f'<polyline points="{points}" fill="none" stroke="{color}" stroke-width="1.5"/>')
        svg.append(f'<text x="{LEFT + 60 + 220 * number}" y="{TOP - 12}" fill="{color}">{label}</text>')
    svg.append("</svg>")
    open(out, "w").write("\n".join(svg) + "\n")
    for path, rows in zip(paths, slices):
        for column, _, label in lines:
            gained = slope(rows, column)
            print(f"{path}: {label} {float(rows[0][column]):.0f} to {float(rows[-1][column]):.0f} MiB, "
                  + ("too short for a slope" if gained is None else f"{gained:+.1f} MiB per hour"))


if __name__ == "__main__":
    main()
