// The pool of KV blocks: references, its limit, and contents that may be taken back.
#include <QTest>
#include <span>
#include <vector>

#include "engine/block_pool.h"

using namespace engine;

class EngineBlockPool : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void poolCountsReferences() {
        BlockPool pool(4, 3);
        const BlockId a = pool.take();
        pool.share(a);
        QCOMPARE(pool.used(), 1);
        QVERIFY(!pool.release(a));
        QVERIFY(pool.release(a));
        QCOMPARE(pool.free(), 3);
        QVERIFY_THROWS_EXCEPTION(std::logic_error, pool.release(a));
        QVERIFY_THROWS_EXCEPTION(std::logic_error, pool.share(a));
    }

    void poolKeepsItsLimit() {
        BlockPool pool(4, 2);
        pool.take();
        pool.take();
        QVERIFY_THROWS_EXCEPTION(std::logic_error, pool.take());
        pool.setLimit(1);
        QCOMPARE(pool.free(), -1);
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, pool.setLimit(5));
    }

    void integrityFindsALostReference() {
        BlockPool pool(4, 4);
        const std::vector<BlockId> table{pool.take(), pool.take()};
        const std::vector<std::span<const BlockId>> good{table};
        pool.checkIntegrity(good);
        const std::vector<std::span<const BlockId>> bad{std::span(table).first(1)};
        QVERIFY_THROWS_EXCEPTION(std::logic_error, pool.checkIntegrity(bad));
    }

    /// Memory of the size that is allowed now could not hold more than it: what is beyond is void.
    void lessMemoryForgetsWhatWasFreed() {
        BlockPool pool(8, 8, TakeOrder::OldestFreed);
        std::vector<FilledBlock> filled;
        for (int i = 0; i < 6; ++i) filled.push_back(pool.filled(pool.take()));
        for (int i = 0; i < 4; ++i) pool.release(filled[static_cast<std::size_t>(i)].block);
        pool.setLimit(4);  // two in use and two kept
        QVERIFY(!pool.canTakeBack(filled[0]));
        QVERIFY(!pool.canTakeBack(filled[1]));
        QVERIFY(pool.canTakeBack(filled[2]));
        pool.takeBack(filled[2]);
        QVERIFY(!pool.canTakeBack(filled[2]));
        QCOMPARE(pool.free(), 1);
        QCOMPARE(pool.take(), BlockId{0});  // the lowest of those without contents; the last kept one had to go for it
        QVERIFY(!pool.canTakeBack(filled[3]));
        QVERIFY_THROWS_EXCEPTION(std::logic_error, pool.takeBack(filled[3]));
        QVERIFY_THROWS_EXCEPTION(std::logic_error, pool.take());
        QVERIFY(pool.release(filled[4].block));
        pool.setLimit(8);
        QVERIFY(pool.canTakeBack(filled[4]));
    }
};

QTEST_GUILESS_MAIN(EngineBlockPool)
#include "engine_block_pool.moc"
