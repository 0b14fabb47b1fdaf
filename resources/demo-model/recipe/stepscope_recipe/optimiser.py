"""Muon for the matrices (orthogonalised momentum), AdamW for embedding and norms."""
import torch


def orthogonalise(batch):
    """Newton-Schulz iteration on a stack of matrices [n, rows, columns]: singular values to about 1."""
    a, b, c = 3.4445, -4.7750, 2.0315
    x = batch.bfloat16() if batch.is_cuda else batch
    tall = x.shape[-2] > x.shape[-1]
    if tall:
        x = x.transpose(-1, -2)
    x = x / (x.norm(dim=(-2, -1), keepdim=True) + 1e-7)
    for _ in range(5):
        gram = x @ x.transpose(-1, -2)
        x = a * x + (b * gram + c * (gram @ gram)) @ x
    return (x.transpose(-1, -2) if tall else x).float()


class Muon:
    """Nesterov momentum 0.95, update scaled by sqrt(max(1, rows / columns)), weight decay 0.01."""

    def __init__(self, parameters, momentum=0.95, decay=0.01):
        groups = {}
        for parameter in parameters:
            groups.setdefault(tuple(parameter.shape), []).append(parameter)
        self.groups = list(groups.values())
        self.momentum, self.decay = momentum, decay
        self.buffers = [torch.zeros_like(torch.stack([p.data for p in group])) for group in self.groups]

    @torch.no_grad()
    def step(self, rate):
        for group, buffer in zip(self.groups, self.buffers):
            gradient = torch.stack([p.grad for p in group])
            buffer.lerp_(gradient, 1 - self.momentum)
            rows, columns = group[0].shape
            update = orthogonalise(gradient.lerp(buffer, self.momentum)) * max(1.0, rows / columns) ** 0.5
            torch._foreach_mul_(group, 1 - rate * self.decay)
            torch._foreach_add_(group, list((-rate * update).unbind(0)))
