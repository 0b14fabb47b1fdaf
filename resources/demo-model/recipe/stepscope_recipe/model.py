"""The transformer in plain PyTorch: the Qwen3 layout (grouped queries, RMS norm of queries and keys, SwiGLU, tied embedding)."""
import math
from dataclasses import asdict, dataclass

import torch
import torch.nn.functional as F
from torch import nn


@dataclass(frozen=True)
class Shape:
    vocabulary: int = 1024
    width: int = 320
    layers: int = 12
    heads: int = 6
    kv_heads: int = 2
    head_width: int = 64
    inner: int = 864
    theta: float = 10000.0
    epsilon: float = 1e-6

    def hugging_face(self, tokenizer):
        """Contents of config.json."""
        return {"architectures": ["Qwen3ForCausalLM"], "model_type": "qwen3", "vocab_size": self.vocabulary, "hidden_size": self.width,
                "intermediate_size": self.inner, "num_hidden_layers": self.layers, "num_attention_heads": self.heads,
                "num_key_value_heads": self.kv_heads, "head_dim": self.head_width, "hidden_act": "silu", "max_position_embeddings": 2048,
                "rms_norm_eps": self.epsilon, "rope_theta": self.theta, "attention_bias": False, "attention_dropout": 0.0,
                "tie_word_embeddings": True, "use_sliding_window": False, "initializer_range": 0.02, "torch_dtype": "bfloat16", "use_cache": True,
                "bos_token_id": tokenizer.token_to_id("<|endoftext|>"), "eos_token_id": tokenizer.token_to_id("<|im_end|>"),
                "pad_token_id": tokenizer.token_to_id("<|endoftext|>")}


def shape_dict(shape):
    return asdict(shape)


def rms_norm(x, weight, epsilon=1e-6):
    wide = x.float()
    return (wide * torch.rsqrt(wide.pow(2).mean(-1, keepdim=True) + epsilon)).to(x.dtype) * weight.to(x.dtype)


def rotary_tables(positions, head_width, theta, device):
    """cos, sin: [positions, head_width], float32."""
    frequency = theta ** (-torch.arange(0, head_width, 2, device=device).float() / head_width)
    angle = torch.arange(positions, device=device).float()[:, None] * frequency[None]
    angle = torch.cat([angle, angle], -1)
    return angle.cos(), angle.sin()


def rotate(x, cos, sin):
    low, high = x.chunk(2, -1)
    return x * cos + torch.cat([-high, low], -1) * sin


class Block(nn.Module):
    """One layer; parameters are named as in the Hugging Face checkpoint, dots replaced by underscores."""

    def __init__(self, shape):
        super().__init__()
        self.shape = shape

        def matrix(rows, columns, scale=0.02):
            return nn.Parameter(torch.randn(rows, columns) * scale)
        d, out_scale = shape.width, 0.02 / math.sqrt(2 * shape.layers)
        self.self_attn_q_proj = matrix(shape.heads * shape.head_width, d)
        self.self_attn_k_proj = matrix(shape.kv_heads * shape.head_width, d)
        self.self_attn_v_proj = matrix(shape.kv_heads * shape.head_width, d)
        self.self_attn_o_proj = matrix(d, shape.heads * shape.head_width, out_scale)
        self.mlp_gate_proj, self.mlp_up_proj = matrix(shape.inner, d), matrix(shape.inner, d)
        self.mlp_down_proj = matrix(d, shape.inner, out_scale)
        self.input_layernorm, self.post_attention_layernorm = nn.Parameter(torch.ones(d)), nn.Parameter(torch.ones(d))
        self.self_attn_q_norm, self.self_attn_k_norm = nn.Parameter(torch.ones(shape.head_width)), nn.Parameter(torch.ones(shape.head_width))

    def forward(self, x, cos, sin):
        """x: [batch, time, width]; cos, sin: [time, head_width]."""
        s = self.shape
        batch, time, _ = x.shape
        kind = x.dtype
        inner = rms_norm(x, self.input_layernorm)
        weights = torch.cat([self.self_attn_q_proj, self.self_attn_k_proj, self.self_attn_v_proj]).to(kind)
        qkv = F.linear(inner, weights).view(batch, time, s.heads + 2 * s.kv_heads, s.head_width)
        q, k, v = qkv.split([s.heads, s.kv_heads, s.kv_heads], 2)
        cos, sin = cos[:time, None].to(kind), sin[:time, None].to(kind)
        q = rotate(rms_norm(q, self.self_attn_q_norm), cos, sin)
        k = rotate(rms_norm(k, self.self_attn_k_norm), cos, sin)
        group = s.heads // s.kv_heads
        k, v = (t[:, :, :, None].expand(-1, -1, -1, group, -1).reshape(batch, time, s.heads, s.head_width) for t in (k, v))
        attended = F.scaled_dot_product_attention(q.transpose(1, 2), k.transpose(1, 2), v.transpose(1, 2), is_causal=True)
        x = x + F.linear(attended.transpose(1, 2).reshape(batch, time, -1), self.self_attn_o_proj.to(kind))
        inner = rms_norm(x, self.post_attention_layernorm)
        gate, up = F.linear(inner, torch.cat([self.mlp_gate_proj, self.mlp_up_proj]).to(kind)).chunk(2, -1)
        return x + F.linear(F.silu(gate) * up, self.mlp_down_proj.to(kind))


class Transformer(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.shape = shape
        self.embed_tokens = nn.Parameter(torch.randn(shape.vocabulary, shape.width) * 0.02)
        self.layers = nn.ModuleList(Block(shape) for _ in range(shape.layers))
        self.norm = nn.Parameter(torch.ones(shape.width))

    def before_norm(self, ids, cos, sin, kind):
        """Residual stream after the last layer: [batch, time, width] of dtype `kind`."""
        x = F.embedding(ids, self.embed_tokens).to(kind)
        for layer in self.layers:
            x = layer(x, cos, sin)
        return x


def token_loss(x, norm, embedding, targets):
    """Mean cross entropy; targets -100 don't count."""
    logits = F.linear(rms_norm(x, norm), embedding.to(x.dtype)).float()
    return F.cross_entropy(logits.view(-1, logits.shape[-1]), targets.reshape(-1), ignore_index=-100)


def hugging_face_name(name):
    """`layers.3.self_attn_q_proj` -> `model.layers.3.self_attn.q_proj.weight`."""
    if name.startswith("layers."):
        _, index, rest = name.split(".")
        rest = rest.replace("self_attn_", "self_attn.").replace("mlp_", "mlp.")
        return f"model.layers.{index}.{rest}.weight"
    return f"model.{name}.weight"
