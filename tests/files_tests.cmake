# Tests of the readers of model files, scorer checkpoints and answers.
add_module_test(engine_safetensors LINK engine nlohmann_json::nlohmann_json)
add_module_test(engine_model_config LINK engine)
add_module_test(engine_families LINK engine nlohmann_json::nlohmann_json)
add_module_test(engine_gguf LINK engine nlohmann_json::nlohmann_json)
add_module_test(engine_tokenizer LINK engine nlohmann_json::nlohmann_json)
add_module_test(engine_chat_template LINK engine nlohmann_json::nlohmann_json)
add_module_test(scorer_checkpoint LINK scorer PkgConfig::LIBZIP)
add_module_test(scorer_answer LINK scorer)
add_module_test(scorer_answer_math LINK scorer)

# For the golden scripts, which compare with the reference libraries.
add_executable(tokenize_lines tools/tokenize_lines.cpp)
target_link_libraries(tokenize_lines PRIVATE stepscope_options engine nlohmann_json::nlohmann_json)
add_executable(render_lines tools/render_lines.cpp)
target_link_libraries(render_lines PRIVATE stepscope_options engine nlohmann_json::nlohmann_json)
