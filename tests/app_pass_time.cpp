// The model of a pass's time: its fit finds the terms, is not bent by a few slow passes, and has no negative term.
#include <QTest>
#include <cmath>
#include <string>

#include "app/whatif/pass_time.h"

using namespace app;

class AppPassTime : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theFitFindsTheTermsOfExactTimes() {
        PassTimeModel truth;
        truth.perPassS = 1e-3;
        truth.perRowS = 2e-5;
        truth.perKvTokenS = 3e-9;
        truth.perPrefillTokenS = 4e-6;
        std::vector<TimedPass> passes;
        for (int i = 0; i < 200; ++i) {
            const PassLoad load{double(1 + i % 17), double(100 + 37 * i % 5000), i % 5 == 0 ? double(i % 90) : 0.0};
            passes.push_back({load, truth.secondsOf(load)});
        }
        const PassTimeModel found = fitPassTimes(passes);
        QVERIFY(std::abs(found.perPassS - truth.perPassS) < 1e-9);
        QVERIFY(std::abs(found.perRowS - truth.perRowS) < 1e-10);
        QVERIFY(std::abs(found.perKvTokenS - truth.perKvTokenS) < 1e-13);
        QVERIFY(std::abs(found.perPrefillTokenS - truth.perPrefillTokenS) < 1e-10);
        QVERIFY(found.relativeError < 1e-6);
        QCOMPARE(found.passes, 200);
    }

    /// Passes that waited for another program are long for no reason of their load.
    void aFewSlowPassesDoNotBendTheFit() {
        PassTimeModel truth;
        truth.perPassS = 1e-3;
        truth.perRowS = 1e-4;
        truth.perKvTokenS = 5e-7;
        std::vector<TimedPass> passes;
        for (int i = 0; i < 300; ++i) {
            const PassLoad load{double(1 + i % 17), double(100 + 37 * i % 5000), 0.0};
            passes.push_back({load, truth.secondsOf(load) * (i % 13 == 4 ? 4.0 : 1.0)});
        }
        const PassTimeModel found = fitPassTimes(passes);
        for (const PassLoad& load : {PassLoad{1, 100, 0}, PassLoad{8, 4000, 0}, PassLoad{17, 900, 0}}) {
            const double off = found.secondsOf(load) / truth.secondsOf(load) - 1;
            QVERIFY2(std::abs(off) < 0.03, std::to_string(off).c_str());  // plain least squares: 17 to 25 %
        }
        QVERIFY(found.relativeError > 0.1);  // what the slow ones took is not hidden
        // Where they are part of the run, what it takes in all is kept.
        const PassTimeModel whole = fitPassTimes(passes, slowPassesOf("cuda"));
        double seconds = 0;
        double fitted = 0;
        for (const TimedPass& pass : passes) {
            seconds += pass.seconds;
            fitted += whole.secondsOf(pass.load);
        }
        QVERIFY(std::abs(fitted / seconds - 1) < 1e-6);
    }

    void noTermIsEverNegative() {
        // Times that fall with the rows: the best a model without negative terms can say is their mean.
        std::vector<TimedPass> passes;
        passes.reserve(10);
        for (int i = 0; i < 10; ++i) passes.push_back({{double(i), 0, 0}, 1.0 - 0.05 * i});
        const PassTimeModel found = fitPassTimes(passes);
        QCOMPARE(found.perRowS, 0.0);
        QVERIFY(std::abs(found.perPassS - 0.775) < 1e-12);
        QVERIFY(std::abs(found.meanErrorS - 0.125) < 1e-12);
        QCOMPARE(fitPassTimes({}).passes, 0);
    }
};

QTEST_GUILESS_MAIN(AppPassTime)
#include "app_pass_time.moc"
