#include "kernels/cuda/check.h"

#include <string>
#include <string_view>

namespace kernels::cuda {

namespace {

[[noreturn]] void fail(const char* call, const char* why, std::string_view file, int line) {
    const std::size_t at = file.rfind("kernels/");  // not where the program was built
    if (at != std::string_view::npos) file.remove_prefix(at);
    std::string_view shortCall = call;
    shortCall = shortCall.substr(0, shortCall.find('('));
    throw Error(std::string(shortCall) + " failed: " + why + " (" + std::string(file) + ":" + std::to_string(line) +
                ")");
}

}  // namespace

void check(cudaError_t status, const char* call, const char* file, int line) {
    if (status == cudaSuccess) return;
    (void)cudaGetLastError();
    fail(call, cudaGetErrorString(status), file, line);
}

void check(cublasStatus_t status, const char* call, const char* file, int line) {
    if (status != CUBLAS_STATUS_SUCCESS) fail(call, cublasLtGetStatusString(status), file, line);
}

}  // namespace kernels::cuda
