#include "kernels/cuda/cublas_library.h"

#include <cublasLt.h>
#include <cuda_runtime_api.h>
#include <dlfcn.h>

#include <cstdlib>
#include <vector>

#include "kernels/cuda/check.h"

namespace kernels::cuda {

namespace {

constexpr int kBuiltWith = CUDART_VERSION / 1000;
constexpr int kOther = kBuiltWith == 12 ? 13 : 12;  // what is called here is the same in both

struct Library {
    void* handle = nullptr;
    std::string whyNot;
};

std::string fileName(int version) {
    return "libcublasLt.so." + std::to_string(version);
}

/// Paths to try, the best first. A bare name is looked for where the system looks.
std::vector<std::string> candidates() {
    if (const char* given = std::getenv("STEPSCOPE_CUBLASLT"); given && *given) return {given};
    std::vector<std::string> folders = {""};
    for (const char* variable : {"CUDA_HOME", "CUDA_PATH"}) {
        if (const char* folder = std::getenv(variable); folder && *folder)
            folders.push_back(std::string(folder) + "/lib64/");
    }
    folders.emplace_back("/usr/local/cuda/lib64/");
    folders.emplace_back("/opt/cuda/lib64/");
    std::vector<std::string> paths;
    for (const int version : {kBuiltWith, kOther}) {
        for (const std::string& folder : folders) paths.push_back(folder + fileName(version));
    }
    return paths;
}

std::string missingText() {
    if (const char* given = std::getenv("STEPSCOPE_CUBLASLT"); given && *given) {
        const char* why = dlerror();
        return "cuBLAS: STEPSCOPE_CUBLASLT cannot be loaded: " + std::string(why ? why : given);
    }
    const std::string version = std::to_string(kBuiltWith);
    return "cuBLAS was not found: " + fileName(kBuiltWith) + " or " + fileName(kOther) + "; install libcublas-" +
           version + "-0 of NVIDIA's package repository, or set STEPSCOPE_CUBLASLT to the file";
}

Library load() {
    for (const std::string& path : candidates()) {
        if (void* handle = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL)) {
            if (dlsym(handle, "cublasLtMatmulAlgoGetHeuristic")) return {.handle = handle, .whyNot = {}};
            dlclose(handle);
        }
    }
    return {.handle = nullptr, .whyNot = missingText()};
}

/// Stays loaded: the library has threads and device memory of its own.
const Library& library() {
    static const Library loaded = load();
    return loaded;
}

/// The library's function of that name. Throws Error where there is none.
void* requireFunction(const char* name) {
    if (!library().handle) throw Error(library().whyNot);
    if (void* found = dlsym(library().handle, name)) return found;
    throw Error(std::string("the cuBLAS library has no function ") + name);
}

}  // namespace

const std::string& whyNoCublas() {
    return library().whyNot;
}

}  // namespace kernels::cuda

// Hidden: a program that does link cuBLAS must not send the library's own calls here.
#define FORWARD(result, name, parameters, arguments)                                                                \
    extern "C" __attribute__((visibility("hidden"))) result name parameters {                                       \
        static const auto function = reinterpret_cast<result(*) parameters>(kernels::cuda::requireFunction(#name)); \
        return function arguments;                                                                                  \
    }

FORWARD(cublasStatus_t, cublasLtCreate, (cublasLtHandle_t * handle), (handle))
FORWARD(cublasStatus_t, cublasLtDestroy, (cublasLtHandle_t handle), (handle))
FORWARD(const char*, cublasLtGetStatusString, (cublasStatus_t status), (status))
FORWARD(cublasStatus_t, cublasLtMatmulDescCreate,
        (cublasLtMatmulDesc_t * description, cublasComputeType_t compute, cudaDataType_t scale),
        (description, compute, scale))
FORWARD(cublasStatus_t, cublasLtMatmulDescDestroy, (cublasLtMatmulDesc_t description), (description))
FORWARD(cublasStatus_t, cublasLtMatmulDescSetAttribute,
        (cublasLtMatmulDesc_t description, cublasLtMatmulDescAttributes_t attribute, const void* value, size_t bytes),
        (description, attribute, value, bytes))
FORWARD(cublasStatus_t, cublasLtMatrixLayoutCreate,
        (cublasLtMatrixLayout_t * layout, cudaDataType type, uint64_t rows, uint64_t columns, int64_t stride),
        (layout, type, rows, columns, stride))
FORWARD(cublasStatus_t, cublasLtMatrixLayoutDestroy, (cublasLtMatrixLayout_t layout), (layout))
FORWARD(cublasStatus_t, cublasLtMatmulPreferenceCreate, (cublasLtMatmulPreference_t * preference), (preference))
FORWARD(cublasStatus_t, cublasLtMatmulPreferenceDestroy, (cublasLtMatmulPreference_t preference), (preference))
FORWARD(cublasStatus_t, cublasLtMatmulPreferenceSetAttribute,
        (cublasLtMatmulPreference_t preference, cublasLtMatmulPreferenceAttributes_t attribute, const void* value,
         size_t bytes),
        (preference, attribute, value, bytes))
FORWARD(cublasStatus_t, cublasLtMatmulAlgoGetHeuristic,
        (cublasLtHandle_t handle, cublasLtMatmulDesc_t description, cublasLtMatrixLayout_t a, cublasLtMatrixLayout_t b,
         cublasLtMatrixLayout_t c, cublasLtMatrixLayout_t d, cublasLtMatmulPreference_t preference, int wanted,
         cublasLtMatmulHeuristicResult_t results[], int* found),
        (handle, description, a, b, c, d, preference, wanted, results, found))
FORWARD(cublasStatus_t, cublasLtMatmul,
        (cublasLtHandle_t handle, cublasLtMatmulDesc_t description, const void* alpha, const void* a,
         cublasLtMatrixLayout_t aLayout, const void* b, cublasLtMatrixLayout_t bLayout, const void* beta, const void* c,
         cublasLtMatrixLayout_t cLayout, void* d, cublasLtMatrixLayout_t dLayout, const cublasLtMatmulAlgo_t* algorithm,
         void* workspace, size_t workspaceBytes, cudaStream_t stream),
        (handle, description, alpha, a, aLayout, b, bLayout, beta, c, cLayout, d, dLayout, algorithm, workspace,
         workspaceBytes, stream))
#undef FORWARD
