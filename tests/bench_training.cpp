// How fast a scorer is trained, by hand on a quiet machine: made-up rows of the given width and number, with the
// recipe's settings, on the CPU and on the GPU where there is one. With a folder as the last argument it also leaves
// there the rows, report.json and both checkpoint formats, for tools/train_scorer_reference.py.
//     bench_training [WIDTH [STEPS [EPOCHS [FOLDER]]]]
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "kernels/cpu/cpu_backend.h"
#include "kernels/devices.h"
#include "scorer/checkpoint/checkpoint_writer.h"
#include "scorer/training/training.h"
#include "training_support.h"

int main(int argc, char** argv) {
    const auto argument = [&](int i, int otherwise) { return argc > i ? std::atoi(argv[i]) : otherwise; };
    const int width = argument(1, 320), steps = argument(2, 40'000), epochs = argument(3, 3);
    const test::RowsShape shape{.problems = steps / (8 * 25), .traces = 8, .steps = 25, .width = width};
    test::RowsInMemory rows(shape, 1.5, 1);
    scorer::TrainingConfig config;
    config.maxEpochs = config.patience = epochs;
    config.seed = 1;

    std::vector<std::unique_ptr<kernels::Backend>> backends;
    backends.push_back(kernels::makeCpuBackend());
    if (!kernels::listDevices().devices.empty()) backends.push_back(kernels::makeCudaBackend(0));
    for (const auto& backend : backends) {
        const scorer::TrainedScorer trained = scorer::trainScorer(*backend, rows.data(), config);
        const scorer::TrainingReport& report = trained.report;
        const auto count = static_cast<double>(report.epochs.size());
        std::printf("%s: d %d, %zu training steps, %.0f epochs in %.2f s: %.0f steps/s; AUC %.4f, F1 %.4f, epoch %d\n",
                    report.device.c_str(), width, report.trainSteps, count, report.seconds,
                    static_cast<double>(report.trainSteps) * count / report.seconds,
                    report.validation.stepAuc.value_or(0), report.validation.f1, report.chosenEpoch);
        if (argc <= 4) continue;
        const std::filesystem::path folder = argv[4];
        std::filesystem::create_directories(folder / "rows");
        for (int p = 0; p < shape.problems; ++p)
            scorer::writeStepRows(folder / "rows" / test::RowsInMemory::fileName(p), rows.rows()[std::size_t(p)]);
        std::ofstream(folder / "report.json") << scorer::toJson(report);
        scorer::saveScorer(folder / "scorer.pt", trained.weights);
        scorer::saveScorer(folder / "scorer.safetensors", trained.weights);
    }
    return 0;
}
