# Model files in: weights, configuration, tokenizer, chat template.
list(APPEND ENGINE_SOURCES
  mapped_file.cpp
  json_text.cpp
  tensor_source.cpp
  safetensors.cpp
  model_config.cpp
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
  template_parser.cpp
  template_renderer.cpp
  template_calls.cpp
  chat_template.cpp
  sha256.cpp)
