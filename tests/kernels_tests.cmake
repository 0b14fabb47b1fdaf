# Tests of kernels/ and of the forward pass, included by tests/CMakeLists.txt.
add_module_test(kernels_attention LINK kernels)
add_module_test(kernels_cpu LINK kernels)
add_module_test(kernels_quantised LINK kernels)
add_module_test(kernels_sampling LINK kernels)
add_module_test(kernels_thread_pool LINK kernels)
add_module_test(kernels_mlp_trainer LINK kernels)
add_module_test(kernels_invariance LINK engine)
# The program uses OpenBLAS where a processor lacks AVX2. Its kernels for later processors are never called, and some of
# them sum by a row's place in a tile.
if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64|amd64)$")
  set_property(TEST kernels_invariance APPEND PROPERTY ENVIRONMENT OPENBLAS_CORETYPE=Sandybridge)
endif()
add_module_test(engine_transformer LINK engine nlohmann_json::nlohmann_json)
add_module_test(engine_weights LINK engine)

if(WITH_CUDA)  # each says that it skips where there is no GPU
  add_module_test(kernels_cuda LINK kernels LABELS gpu)
  add_module_test(kernels_cuda_attention LINK kernels LABELS gpu)
  add_module_test(kernels_cuda_matmul LINK kernels CUDA::cudart_static LABELS gpu)
  add_module_test(kernels_cuda_quantised LINK engine CUDA::cudart_static LABELS gpu)
  add_module_test(kernels_cuda_training LINK kernels LABELS gpu)
  add_module_test(app_cuda LINK study nlohmann_json::nlohmann_json LABELS gpu)
endif()

# Run by hand on a quiet machine.
add_executable(bench_decode bench_decode.cpp)
target_link_libraries(bench_decode PRIVATE stepscope_options engine)
add_executable(bench_kv bench_kv.cpp)
target_link_libraries(bench_kv PRIVATE stepscope_options study)
target_compile_definitions(bench_kv PRIVATE STEPSCOPE_RESOURCES="${CMAKE_SOURCE_DIR}/resources")
add_executable(bench_training bench_training.cpp)
target_link_libraries(bench_training PRIVATE stepscope_options scorer)
if(WITH_CUDA)
  add_executable(bench_quantised bench_quantised.cpp)
  target_link_libraries(bench_quantised PRIVATE stepscope_options study CUDA::cudart_static)
  add_executable(bench_matmul bench_matmul.cpp)
  target_link_libraries(bench_matmul PRIVATE stepscope_options study CUDA::cudart_static)
endif()
