#include "kernels/cuda/uploader.h"

#include <algorithm>
#include <cstring>

#include "kernels/cuda/check.h"
#include "kernels/cuda/ops.h"

namespace kernels::cuda {

namespace {

constexpr std::size_t kLaneBytes = std::size_t{32} << 20;

}  // namespace

Uploader::Uploader() {
    CHECK_CUDA(cudaStreamCreateWithFlags(&m_stream, cudaStreamNonBlocking));
}

Uploader::~Uploader() {
    for (const Lane& lane : m_lanes) {
        if (lane.done != nullptr) cudaEventDestroy(lane.done);
        if (lane.staged != nullptr) cudaFree(lane.staged);
        if (lane.pinned != nullptr) cudaFreeHost(lane.pinned);
    }
    if (m_stream != nullptr) cudaStreamDestroy(m_stream);
}

void Uploader::makeLanes() {
    for (Lane& lane : m_lanes) {
        if (lane.pinned == nullptr) CHECK_CUDA(cudaMallocHost(&lane.pinned, kLaneBytes));
        if (lane.staged == nullptr) CHECK_CUDA(cudaMalloc(&lane.staged, kLaneBytes));
        if (lane.done == nullptr) CHECK_CUDA(cudaEventCreateWithFlags(&lane.done, cudaEventDisableTiming));
    }
}

void Uploader::upload(std::span<const std::byte> from, HostType type, void* to, bool toFloat32) {
    makeLanes();
    const bool asItIs = type == (toFloat32 ? HostType::F32 : HostType::Bf16);
    const std::size_t outBytes = toFloat32 ? sizeof(float) : sizeof(std::uint16_t);
    std::size_t lane = 0;
    for (std::size_t at = 0; at < from.size(); at += kLaneBytes, lane = 1 - lane) {
        const std::span<const std::byte> piece = from.subspan(at, std::min(kLaneBytes, from.size() - at));
        const std::size_t first = at / bytesOf(type);
        void* target = static_cast<std::byte*>(to) + first * outBytes;
        Lane& now = m_lanes[lane];
        CHECK_CUDA(cudaEventSynchronize(now.done));  // what this buffer held has travelled
        std::memcpy(now.pinned, piece.data(), piece.size());
        CHECK_CUDA(
            cudaMemcpyAsync(asItIs ? target : now.staged, now.pinned, piece.size(), cudaMemcpyHostToDevice, m_stream));
        if (!asItIs) convert(m_stream, now.staged, type, piece.size() / bytesOf(type), target, toFloat32);
        CHECK_CUDA(cudaEventRecord(now.done, m_stream));
    }
    CHECK_CUDA(cudaStreamSynchronize(m_stream));
}

}  // namespace kernels::cuda
