"""What the plugin reads of vLLM 0.24.0, with the names and meanings that it has there, and a scheduler simple enough to
check by eye: blocks of 4 tokens, handed out in order, requests that may lose theirs and come back."""
from types import SimpleNamespace

from stepscope_vllm.runners import ViewV1, ViewV2

BLOCK = 4


class FakeScheduler:
    """Makes SchedulerOutputs as vLLM's scheduler does, of requests that all run at each step. For the V1 model runner a
    request that comes back is a cached one, for V2 a new one."""

    def __init__(self, runner="v2"):
        self.is_v1 = runner == "v1"
        self.resumed = set()
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
        self.resumed.add(request)

    def _release(self, request):
        one = self.running.pop(request)
        self.free = one.blocks + self.free
        one.blocks = []
        return one

    def step(self, budget=10**9):
        """(SchedulerOutput, FakeStep): everything that is not computed yet, of each at most `budget` tokens."""
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
            if one.blocks or one.computed or (self.is_v1 and request in self.resumed):
                if request in self.resumed and self.is_v1:
                    cached.resumed_req_ids.add(request)
                cached.req_ids.append(request)
                cached.new_block_ids.append((taken,) if taken else None)
                cached.num_computed_tokens.append(one.computed)
            else:
                new.append(SimpleNamespace(req_id=request, prompt_token_ids=one.prompt, block_ids=(taken,),
                                           num_computed_tokens=one.computed))
            one.blocks += taken
            self.resumed.discard(request)
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
        step = FakeStep(ids=ids, inputs=[token for piece in inputs for token in piece], ends=ends,
                        computed=[one.computed for one in ones], scheduled=scheduled, prefill=[one.prefill for one in ones],
                        lengths={i: len(one.tokens) for i, one in zip(ids, ones)}, is_v1=self.is_v1)
        for one, count in zip(ones, counts):
            one.computed += count
        return output, step

    def draw(self, tokens):
        """A token for each request that is computed to its end."""
        for request, token in tokens.items():
            one = self.running[request]
            if one.computed == len(one.tokens):
                one.tokens.append(token)


class FakeStep(SimpleNamespace):
    """A step as the model runner has it, with lists for tensors: `ids` of requests, `inputs` of all their tokens, the
    place `ends` of each request's last."""

    def view(self, hidden=None, tensor=lambda values: values):
        """What the plugin sees of it. @param hidden [tokens, d]; @param tensor  makes tensors of lists"""
        if not self.is_v1:
            batch = SimpleNamespace(req_ids=self.ids, num_computed_tokens_np=self.computed, prefill_len_np=self.prefill,
                                    num_scheduled_tokens=[self.scheduled[i] for i in self.ids],
                                    logits_indices=tensor(self.ends), input_ids=tensor(self.inputs))
            return ViewV2(None, hidden, batch, None)
        state = SimpleNamespace(scheduler_output=SimpleNamespace(num_scheduled_tokens=self.scheduled),
                                sample_hidden_states=None if hidden is None else hidden[self.ends])
        runner = SimpleNamespace(
            execute_model_state=state, requests={i: SimpleNamespace(num_tokens=n) for i, n in self.lengths.items()},
            input_batch=SimpleNamespace(req_ids=self.ids, num_computed_tokens_cpu=[*self.computed, 0, 0]),
            query_start_loc=SimpleNamespace(gpu=tensor([0, *(end + 1 for end in self.ends), 0, 0])),
            input_ids=SimpleNamespace(gpu=tensor([*self.inputs, 99, 99])))  # buffers are longer than the batch
        return ViewV1(runner, None)


class FakeRunner:
    """The functions that the plugin stands before, and the fields that it checks."""

    def __init__(self):
        self.calls = []
        self.is_last_pp_rank = True
        self.num_speculative_steps = self.num_spec_tokens = 0
        self.is_pooling_model = False
        self.execute_model_state = self.input_batch = self.requests = self.query_start_loc = self.input_ids = None

    def execute_model(self, scheduler_output, intermediate_tensors=None, dummy_run=False):
        self.calls.append(("execute", scheduler_output))
        return "executed"

    def sample(self, hidden_states, input_batch, grammar_output):
        self.calls.append(("sample", hidden_states))
        return "sampled"

    def sample_tokens(self, grammar_output):
        self.calls.append(("sample_tokens", grammar_output))
        return "sampled"
