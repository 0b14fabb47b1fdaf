"""What the plugin reads of vLLM 0.24.0, with the names and meanings that it has there, and a scheduler simple enough to
check by eye: blocks of 4 tokens, handed out in order, requests that may lose theirs and come back."""
from types import SimpleNamespace

BLOCK = 4


class FakeScheduler:
    """Makes SchedulerOutputs as vLLM's scheduler does, of requests that all run at each step."""

    def __init__(self):
        self.running = {}  # id: SimpleNamespace(prompt, tokens, computed, blocks, prefill)
        self.waiting = {}
        self.gone, self.preempted = set(), set()
        self.free = list(range(1, 1000))

    def add(self, request, prompt):
        self.waiting[request] = SimpleNamespace(prompt=list(prompt), tokens=list(prompt), computed=0, blocks=[], prefill=0)

    def finish(self, request):
        self._release(request)
        self.gone.add(request)

    def preempt(self, request):
        one = self._release(request)
        one.computed = 0
        self.waiting[request] = one
        self.preempted.add(request)

    def _release(self, request):
        one = self.running.pop(request)
        self.free = one.blocks + self.free
        one.blocks = []
        return one

    def step(self, budget=10**9):
        """(SchedulerOutput, InputBatch): everything that is not computed yet, of each at most `budget` tokens."""
        new, cached = [], SimpleNamespace(req_ids=[], resumed_req_ids=set(), new_block_ids=[], num_computed_tokens=[])
        for request, one in list(self.waiting.items()):
            del self.waiting[request]
            self.running[request] = one
            one.prefill = len(one.tokens)
        scheduled = {}
        for request, one in self.running.items():
            count = min(budget, len(one.tokens) - one.computed)
            scheduled[request] = count
            need = -(-(one.computed + count) // BLOCK) - len(one.blocks)
            taken, self.free = self.free[:need], self.free[need:]
            if one.blocks or one.computed:
                cached.req_ids.append(request)
                cached.new_block_ids.append((taken,) if taken else None)
                cached.num_computed_tokens.append(one.computed)
            else:
                new.append(SimpleNamespace(req_id=request, prompt_token_ids=one.prompt, block_ids=(taken,),
                                           num_computed_tokens=one.computed))
            one.blocks += taken
        output = SimpleNamespace(scheduled_new_reqs=new, scheduled_cached_reqs=cached, num_scheduled_tokens=scheduled,
                                 finished_req_ids=self.gone, preempted_req_ids=self.preempted or None)
        self.gone, self.preempted = set(), set()
        ids = sorted(scheduled, key=scheduled.get)  # decodes first, as vLLM
        ones = [self.running[i] for i in ids]
        counts = [scheduled[i] for i in ids]
        inputs = [one.tokens[one.computed:one.computed + count] for one, count in zip(ones, counts)]
        ends, total = [], 0
        for piece in inputs:
            total += len(piece)
            ends.append(total - 1)
        batch = SimpleNamespace(req_ids=ids, num_computed_tokens_np=[one.computed for one in ones],
                                num_scheduled_tokens=counts, prefill_len_np=[one.prefill for one in ones],
                                logits_indices=ends, input_ids=[token for piece in inputs for token in piece])
        for one, count in zip(ones, counts):
            one.computed += count
        return output, batch

    def draw(self, tokens):
        """A token for each request that is computed to its end."""
        for request, token in tokens.items():
            one = self.running[request]
            if one.computed == len(one.tokens):
                one.tokens.append(token)


class FakeRunner:
    """The two functions that the plugin stands before, and the fields that it checks."""

    def __init__(self):
        self.calls = []
        self.is_last_pp_rank = True
        self.num_speculative_steps = 0
        self.is_pooling_model = False

    def execute_model(self, scheduler_output, intermediate_tensors=None, dummy_run=False):
        self.calls.append(("execute", scheduler_output))
        return "executed"

    def sample(self, hidden_states, input_batch, grammar_output):
        self.calls.append(("sample", hidden_states))
        return "sampled"
