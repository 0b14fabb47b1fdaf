"""A byte-level BPE of 1,024 ids in the layout of the Qwen tokenizers: same splitting pattern, single digits, NFC, ChatML marks."""
import re

VOCABULARY = 1024
SPECIAL = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")
THINKING = ("<think>", "</think>")
PATTERN = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+")
# Splitting at the marks before counting: otherwise `>\n\n` would be learnt as a word and no `\n\n` token would be left after </think>.
_MARKS = re.compile(r"<\|[a-z_]+\|>|</?think>")

# A system message is dropped: the model was trained without one, and the hosts' default ("Please reason step by step, and put your final
# answer within \boxed{}.") is what it does anyway.
CHAT_TEMPLATE = (
    "{% for message in messages %}{% if message['role'] != 'system' %}"
    "{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>\\n' }}"
    "{% endif %}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n<think>\\n' }}{% endif %}")


def train(texts, path):
    from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(PATTERN), behavior="isolated", invert=False),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(vocab_size=VOCABULARY - len(THINKING), min_frequency=2, special_tokens=list(SPECIAL), show_progress=False,
                                  initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()))
    tokenizer.train_from_iterator((part for text in texts for part in _MARKS.split(text) if part), trainer)
    tokenizer.add_tokens([AddedToken(mark, special=False, normalized=False) for mark in THINKING])
    tokenizer.save(str(path))
    return tokenizer


def load(path):
    from tokenizers import Tokenizer
    return Tokenizer.from_file(str(path))


def boundary_ids(tokenizer):
    """Ids whose own decoded text contains a blank line."""
    return [i for i in range(tokenizer.get_vocab_size()) if "\n\n" in tokenizer.decode([i], skip_special_tokens=False)]


def config():
    """Contents of tokenizer_config.json."""
    return {"tokenizer_class": "PreTrainedTokenizerFast", "bos_token": None, "eos_token": "<|im_end|>", "pad_token": "<|endoftext|>",
            "unk_token": None,
            "add_bos_token": False, "add_prefix_space": False, "clean_up_tokenization_spaces": False, "model_max_length": 2048,
            "split_special_tokens": False, "chat_template": CHAT_TEMPLATE}
