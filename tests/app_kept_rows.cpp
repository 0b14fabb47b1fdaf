// Hidden rows that are kept: what comes back, and what copies share.
#include <QTest>
#include <cmath>

#include "app/run/kept_rows.h"

using app::KeptRows;

namespace {

constexpr std::size_t kWidth = 8;

std::vector<float> row(int number) {
    std::vector<float> values(kWidth);
    for (std::size_t i = 0; i < kWidth; ++i)
        values[i] = static_cast<float>(number) * 0.37F - static_cast<float>(i) * 1.3F;
    return values;
}

void addRows(KeptRows& rows, int from, int to) {
    for (int i = from; i < to; ++i) rows.add(10 * (i + 1), row(i));
}

/// Row `at` is row(number), to half of the last of eleven bits.
bool isRow(const KeptRows& rows, std::size_t at, int number) {
    const std::vector<float> values = rows.values();
    const std::vector<float> wanted = row(number);
    for (std::size_t i = 0; i < kWidth; ++i) {
        if (std::abs(values.at(at * kWidth + i) - wanted[i]) > std::abs(wanted[i]) * 0x1p-11F + 0x1p-24F) return false;
    }
    return true;
}

}  // namespace

class AppKeptRows : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void rowsComeBackRounded() {
        KeptRows rows;
        QVERIFY(rows.isEmpty());
        QVERIFY(rows.values().empty());
        addRows(rows, 0, 40);
        QCOMPARE(rows.ends().size(), std::size_t{40});
        QCOMPARE(rows.ends()[39], 400);
        QCOMPARE(rows.values().size(), 40 * kWidth);
        for (int i = 0; i < 40; ++i)
            QVERIFY2(isRow(rows, static_cast<std::size_t>(i), i), qPrintable(QString::number(i)));
    }

    /// A branch costs the rows it adds and at most the chunk that both go on with.
    void aBranchSharesWhatItHasFromItsParent() {
        KeptRows parent;
        addRows(parent, 0, 40);
        KeptRows child = parent;
        QCOMPARE(child.ownBytes(), std::size_t{0});
        addRows(child, 100, 103);
        addRows(parent, 40, 60);
        QVERIFY(child.ownBytes() <= (40 % 16 + 3) * kWidth * sizeof(std::uint16_t));
        QCOMPARE(child.ends().size(), std::size_t{43});
        QCOMPARE(parent.ends().size(), std::size_t{60});
        for (int i = 0; i < 40; ++i) QVERIFY(isRow(child, static_cast<std::size_t>(i), i));
        for (int i = 0; i < 3; ++i) QVERIFY(isRow(child, static_cast<std::size_t>(40 + i), 100 + i));
        for (int i = 0; i < 60; ++i) QVERIFY(isRow(parent, static_cast<std::size_t>(i), i));
    }
};

QTEST_GUILESS_MAIN(AppKeptRows)
#include "app_kept_rows.moc"
