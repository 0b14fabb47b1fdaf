# Tests of the window: included by tests/CMakeLists.txt where WITH_GUI is on.
add_library(ui_scripted_run STATIC ${CMAKE_CURRENT_LIST_DIR}/ui_scripted_run.cpp)
target_link_libraries(ui_scripted_run PUBLIC ui PRIVATE stepscope_options)

add_module_test(ui_guard LINK ui)  # has the precompiled header of the window's tests
add_module_test(ui_controls LINK ui ui_scripted_run)
add_module_test(ui_names LINK ui ui_scripted_run)
add_module_test(ui_leaving LINK ui ui_scripted_run)
target_compile_definitions(ui_leaving PRIVATE STEPSCOPE_DEMO="${PROJECT_SOURCE_DIR}/resources/demo-model")
add_module_test(ui_layouts LINK ui ui_scripted_run)
add_module_test(ui_models LINK ui ui_scripted_run)
add_module_test(ui_policies LINK ui)
add_module_test(ui_session LINK ui ui_scripted_run)
add_module_test(ui_training LINK ui ui_scripted_run nlohmann_json::nlohmann_json)
add_module_test(ui_window LINK ui ui_scripted_run)
add_module_test(ui_frame_time LINK ui ui_scripted_run LABELS slow)
if(WITH_CUDA)
  add_module_test(ui_cuda LINK ui LABELS gpu)
endif()

add_module_test(ui_program LINK ui ui_scripted_run)
target_compile_definitions(ui_program PRIVATE STEPSCOPE_GUI="$<TARGET_FILE:stepscope>")
add_dependencies(ui_program stepscope)
