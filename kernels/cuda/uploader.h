// Copies weights from host memory, mapped files among it, to the device through two pinned buffers: one is filled while
// the other travels. Other types than the device's become bf16 (or float32) on the device. Owned by the backend.
#pragma once

#include <cuda_runtime_api.h>

#include <array>
#include <span>

#include "kernels/cuda/quant_layout.h"
#include "kernels/tensor.h"

namespace kernels::cuda {

class Uploader {
public:
    Uploader();
    ~Uploader();
    Uploader(const Uploader&) = delete;
    Uploader& operator=(const Uploader&) = delete;

    /// Returns when all is there. Buffers are made at the first call and kept. Throws Error.
    void upload(std::span<const std::byte> from, HostType type, void* to, bool toFloat32);
    /// A quantised matrix [n, k] in blocks becomes rows firstRow .. of `to`.
    void uploadQuantised(std::span<const std::byte> from, HostType type, const QuantMatrix& to, int firstRow);

private:
    struct Lane {
        void* pinned = nullptr;
        void* staged = nullptr;  ///< on the device, for values that are converted
        cudaEvent_t done = nullptr;
    };
    void makeLanes();
    /// Sends pieces of `from` of at most `pieceBytes` one after another: takes each, where it begins and the lane, in
    /// whose pinned memory it lies, and sends it on.
    template <class Send>
    void inPieces(std::span<const std::byte> from, std::size_t pieceBytes, Send send);

    cudaStream_t m_stream = nullptr;
    std::array<Lane, 2> m_lanes;
};

}  // namespace kernels::cuda
