#include "kernels/cuda/uploader.h"

#include <algorithm>
#include <cstring>

#include "kernels/cuda/check.h"
#include "kernels/cuda/ops.h"
#include "kernels/cuda/quant_ops.h"

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

template <class Send>
void Uploader::inPieces(std::span<const std::byte> from, std::size_t pieceBytes, Send send) {
    makeLanes();
    std::size_t lane = 0;
    for (std::size_t at = 0; at < from.size(); at += pieceBytes, lane = 1 - lane) {
        const std::span<const std::byte> piece = from.subspan(at, std::min(pieceBytes, from.size() - at));
        Lane& now = m_lanes[lane];
        CHECK_CUDA(cudaEventSynchronize(now.done));  // what this buffer held has travelled
        std::memcpy(now.pinned, piece.data(), piece.size());
        send(piece.size(), at, now);
        CHECK_CUDA(cudaEventRecord(now.done, m_stream));
    }
    CHECK_CUDA(cudaStreamSynchronize(m_stream));
}

void Uploader::upload(std::span<const std::byte> from, HostType type, void* to, bool toFloat32) {
    const bool asItIs = type == (toFloat32 ? HostType::F32 : HostType::Bf16);
    const std::size_t outBytes = toFloat32 ? sizeof(float) : sizeof(std::uint16_t);
    inPieces(from, kLaneBytes, [&](std::size_t bytes, std::size_t at, const Lane& lane) {
        void* target = static_cast<std::byte*>(to) + at / bytesOf(type) * outBytes;
        CHECK_CUDA(
            cudaMemcpyAsync(asItIs ? target : lane.staged, lane.pinned, bytes, cudaMemcpyHostToDevice, m_stream));
        if (!asItIs) convert(m_stream, lane.staged, type, bytes / bytesOf(type), target, toFloat32);
    });
}

void Uploader::uploadQuantised(std::span<const std::byte> from, HostType type, const QuantMatrix& to, int firstRow) {
    const std::size_t rowBytes = bytesOf(type, 1, std::size_t(to.k));
    if (rowBytes > kLaneBytes) throw Error("a row of a quantised matrix has more than 32 MiB");
    inPieces(from, kLaneBytes / rowBytes * rowBytes, [&](std::size_t bytes, std::size_t at, const Lane& lane) {
        CHECK_CUDA(cudaMemcpyAsync(lane.staged, lane.pinned, bytes, cudaMemcpyHostToDevice, m_stream));
        packQuantised(m_stream, type, lane.staged, to, firstRow + int(at / rowBytes), int(bytes / rowBytes));
    });
}

}  // namespace kernels::cuda
