# Model files in: weights, configuration, tokenizer, chat template.
list(APPEND ENGINE_SOURCES
  regular_file.cpp
  mapped_file.cpp
  json_text.cpp
  printable.cpp
  quantised.cpp
  tensor_source.cpp
  weight_reader.cpp
  safetensors.cpp
  safetensors_writer.cpp
  atomic_file.cpp
  gguf.cpp
  gguf_config.cpp
  gguf_parser.cpp
  gguf_source.cpp
  gguf_tokenizer.cpp
  tensor_check.cpp
  end_tokens.cpp
  model_files.cpp
  model_config.cpp
  rope.cpp
  rope_reader.cpp
  family.cpp
  family_llama.cpp
  family_phi3.cpp
  family_qwen2.cpp
  family_qwen3.cpp
  utf8.cpp
  nfc.cpp
  byte_level.cpp
  unicode_additions.cpp
  split_pattern.cpp
  pretokenizer.cpp
  added_tokens.cpp
  bpe.cpp
  tokenizer_reader.cpp
  tokenizer.cpp
  template_value.cpp
  template_lexer.cpp
  template_methods.cpp template_parser.cpp template_print.cpp
  template_renderer.cpp template_sequences.cpp template_tests.cpp template_text.cpp
  template_arithmetic.cpp template_calls.cpp template_evaluator.cpp template_expression_parser.cpp template_filters.cpp
  chat_template.cpp
  sha256.cpp)
