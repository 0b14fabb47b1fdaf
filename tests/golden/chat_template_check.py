"""Compares this project's chat templates with jinja2, set up as model libraries set it up.

    python chat_template_check.py TOOL [--write chat_template] [TOKENIZER_CONFIG.json ...]

TOOL is the `render_lines` program of the build (tests/tools). The templates below, those of
chat_template_families.py and those of the given tokenizer_config.json files are rendered by both for every
conversation, and the small constructs of chat_template_constructs.py for one. `--write` keeps the cases of these files
with jinja2's output in cases.jsonl, families.jsonl and constructs.jsonl of a folder: what the test reads. A case that
jinja2 renders and this project refuses by name is kept as refused. Exit code 1 when anything else differs.
Needs: pip install jinja2
"""
import argparse
import datetime
import json
import subprocess
import sys

import jinja2
import jinja2.ext
import jinja2.nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

import chat_template_constructs
import chat_template_families

CHATML = ("{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}"
          "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}")
TEMPLATES = {
    "demo": "{% for message in messages %}{% if message['role'] != 'system' %}{{ '<|im_start|>' + message['role'] + '\\n' + "
            "message['content'] + '<|im_end|>\\n' }}{% endif %}{% endfor %}{% if add_generation_prompt %}"
            "{{ '<|im_start|>assistant\\n<think>\\n' }}{% endif %}",
    "chatml": CHATML,
    "default system": "{% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}"
                      "{{ '<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n' }}{% endif %}" + CHATML[30:],
    "bos and trim": "{{ bos_token }}{% for m in messages %}{{ '<|' ~ m.role ~ '|>' }}{{ m.content | trim }}{{ eos_token }}{% endfor %}"
                    "{{- '<|assistant|>' if add_generation_prompt else '' }}",
    "white space": "  \n{%- for message in messages -%}\n  {{ message.role }}\n  {% if loop.last %}\n last \n  {% elif loop.first %}\n first \n"
                   "  {% else %}\n other {{ loop.index }}/{{ loop.length }} \n  {% endif %}\n{%+ set x = 1 +%}\n {# a comment #}\n\t{# two #}"
                   "{{ x -}}   \n  .{%- endfor %}\n\n",
    "comment lines": "a\n  {# one #}\n  {#- two -#}\n b {# three #} c\n{% if true %}\n  d\n{% endif %}\n",
    "carriage returns": "a\r\n{% if true %}\r\n b\r{% endif %}\r\nc\r\n",
    "namespace": "{% set ns = namespace(found=false, text='', n=0) %}{% for m in messages %}{% if m.role == 'system' %}{% set ns.found = true %}"
                 "{% set ns.text = ns.text + m.content %}{% endif %}{% set ns.n = ns.n + 1 %}{% endfor %}"
                 "{% if ns.found %}[{{ ns.text }}]{% else %}none{% endif %}{{ ns.n }}",
    "loop scope": "{% set x = 'out' %}{% for m in messages %}{{ x }}{% set x = m.role %}{{ x }},{% endfor %}{{ x }}",
    "if scope": "{% if true %}{% set x = 'in' %}{% endif %}{{ x }}",
    "reverse and slices": "{% for m in messages[::-1] %}{{ m.role }},{% endfor %}|{% for m in messages[1:] %}{{ m.role }},{% endfor %}|"
                          "{% for m in messages[:-1] %}{{ m.role }},{% endfor %}|{{ messages[-1].role }}{% for m in messages[5:1:-2] %}{{ loop.index }}{% endfor %}",
    "loop filter": "{% for m in messages if m.role != 'system' %}{{ loop.index0 }}{{ m.role }}{% if not loop.last %};{% endif %}{% else %}empty{% endfor %}",
    "strings": "{% for m in messages %}{% set c = m.content %}{% if '</think>' in c %}{{ c.split('</think>')[-1].lstrip('\\n') }}"
               "{% elif c.startswith('<t>') and c.endswith('</t>') %}tool{% else %}{{ c.strip() | upper if c == 'abc' else c.rstrip() }}{% endif %};{% endfor %}",
    "tests": "{{ tools is defined }}{{ tools is none }}{{ nothing is defined }}{{ nothing is not defined }}{{ enable_thinking is defined and enable_thinking is false }}"
             "{{ messages is iterable }}{{ messages[0].content is string }}{{ messages[0] is mapping }}{{ nothing }}{{ none }}{{ 1 == true }}",
    "precedence": "{{ not false and true }}{{ 1 + 2 * 3 - 4 }}{{ 'a' ~ 1 + 2 }}{{ 7 // 2 }}{{ -7 // 2 }}{{ -7 % 3 }}{{ 'x' if false }}{{ 1 if none else 2 }}"
                  "{{ 'b' in ['a', 'b'] }}{{ 'b' not in 'abc' }}{{ not 1 == 2 }}{{ false or 'last' }}{{ '' or none }}{{ 0 and 1 }}{{ 3 > 2 }}{{ 'it' \"'s\" }}",
    "filters": "{{ messages | length }}{{ 'äöü' | length }}{{ nothing | default('d') }}{{ '' | default('e', true) }}{{ [1, 2] | first }}{{ ['a', 'b'] | last }}"
                 "{{ ['a', 'b'] | join('-') }}{{ 'aXbX' | replace('X', '') }}{{ messages[0].content | tojson }}{{ [1, none, true, 'é\"\\n'] | tojson }}{{ messages[0] | tojson }}",
    "escapes": r"""{{ 'a\nb\t\'c\' \\ \x41 \u00e9 \d "q"' }}{{ "it's" }}""",
    "undefined index": "{{ messages[99] is defined }}{{ messages[0].nothing is defined }}{{ messages[0]['nothing'] }}{{ messages[0].get('role') }}{{ messages[0].get('x', 'y') }}",
    "refuses": "{% if messages[0].role != 'user' %}{{ raise_exception('first must be user') }}{% endif %}ok",
    "adds none": "{{ 'a' + none }}",
    "attribute of undefined": "{{ nothing.more }}",
    "unicode space": "\u00a0\u2003{%- if true -%}\u2028 x \u3000{%- endif %} y",
    "brace text": "{ a } {x} } }} %} {",
    "generation": "{% for m in messages %}{% set x = 'out' %}{% generation %}{% set x = 'in' %}{{ m.role + x + loop.index0 | string }}{% endgeneration %}{{ x }}{% endfor %}",
    "clock": "{{ strftime_now('%d %b %Y') }}{{ strftime_now('%A, %d %B %y %H:%M:%S %j %I %p %a %m %% x') }}{{ strftime_now is defined }}",
    "items": "{% for m in messages %}{% for key, value in m | items if key != 'role' %}{{ loop.index }}{{ key }}={{ value }};{% endfor %}{% endfor %}{% for a, b in nothing | items %}x{% else %}none{% endfor %}"
             "{% for a, b in [['x', 1], ['y', 2]] %}{{ a }}{{ b }}{% endfor %}",
    "never reached": "{% if false %}{{ messages | selectattr('role') | list }}{{ 'a' | title }}{% endif %}ok",
    "literal else": "{% for x in [] %}a{% else %}b{% endfor %}{% for x in nothing %}a{% else %}c{% endfor %}",
}
# What the interpreter must refuse though jinja2 renders it.
REFUSED = {
    "call": "{{ cycler('a', 'b').next() }}",
    "block": "{% block a %}x{% endblock %}",
    "clock letter": "{{ strftime_now('%c') }}",
    "printed range": "{{ range(3) }}",
    "star arguments": "{% macro f(x) %}{{ x }}{% endmacro %}{{ f(*[1]) }}",
    "letter case": "{{ 'stra\u00dfe' | upper }}",
    "long number": "{{ 99999999999999999999 }}",
}
NOW = datetime.datetime(2026, 7, 4, 13, 5, 9)
CONVERSATIONS = [
    [],
    [{"role": "user", "content": "What is 2+2?"}],
    [{"role": "system", "content": "Please reason step by step."}, {"role": "user", "content": " spaces around \n"}],
    [{"role": "system", "content": "S"}, {"role": "user", "content": "abc"}, {"role": "assistant", "content": "<think>\nhm\n</think>\n\nIt is 4."},
     {"role": "user", "content": "<t>x</t>"}, {"role": "assistant", "content": "ä \"quoted\" <|im_end|>"}, {"role": "user", "content": "end\n\n"}],
]


class Generation(jinja2.ext.Extension):
    """{% generation %}: marks the text that a model is trained on; as transformers reads it, a call block around its body."""
    tags = {"generation"}

    def parse(self, parser):
        line = next(parser.stream).lineno
        body = parser.parse_statements(["name:endgeneration"], drop_needle=True)
        return jinja2.nodes.CallBlock(self.call_method("_render"), [], [], body).set_lineno(line)

    def _render(self, caller):
        return caller()


def environment():
    def refuse(message):
        raise jinja2.exceptions.TemplateError(message)

    env = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=[jinja2.ext.loopcontrols, Generation])
    env.filters["tojson"] = lambda value, ensure_ascii=False, indent=None, separators=None, sort_keys=False: json.dumps(
        value, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)
    env.globals["raise_exception"] = refuse
    env.globals["strftime_now"] = NOW.strftime
    return env


def cases_of(name, template):
    for number, messages in enumerate(CONVERSATIONS):
        for add in (False, True):
            for flags in ({}, {"enable_thinking": False}) if "enable_thinking" in template else ({},):
                yield {"name": f"{name} {number}", "template": template, "messages": messages, "add_generation_prompt": add,
                       "bos_token": "<s>", "eos_token": "</s>", "flags": flags}


def construct_case(construct):
    return {"name": construct, "template": construct, "messages": chat_template_constructs.CONVERSATION, "add_generation_prompt": True,
            "bos_token": "<s>", "eos_token": "</s>", "flags": {}, "tokens": {"pad_token": "<pad>"}}


def expected(env, case):
    try:
        text = env.from_string(case["template"]).render(messages=case["messages"], tools=None, documents=None,
                                                        add_generation_prompt=case["add_generation_prompt"],
                                                        bos_token=case["bos_token"], eos_token=case["eos_token"], **case["flags"],
                                                        **case.get("tokens", {}))
        return {"text": text}
    except Exception as error:
        return {"error": str(error)}


def ask(tool, cases):
    lines = "".join(json.dumps(case) + "\n" for case in cases)
    done = subprocess.run([tool], input=lines.encode(), capture_output=True, check=True)
    return [json.loads(line) for line in done.stdout.decode().split("\n") if line]


def compared(env, tool, cases, may_refuse):
    """Fills in what is expected and prints the differences. Returns how many are alike, refused and wrong."""
    alike, refused, wrong = 0, 0, 0
    for case, answer in zip(cases, ask(tool, cases), strict=True):
        case["expected"] = {"error": "refused"} if case.get("refused") else expected(env, case)
        if ("error" in answer if "error" in case["expected"] else answer == case["expected"]):
            alike += 1
        elif may_refuse and "error" in answer:
            refused += 1
            print(f"REFUSED {case['template']}\n  {answer['error']}")
            case["expected"] = {"error": "refused"}
        else:
            wrong += 1
            print(f"DIFFERS {case['name']} {case['add_generation_prompt']}\n  expected {ascii(case['expected'])}\n  found    {ascii(answer)}")
    return alike, refused, wrong


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("tool")
    parser.add_argument("configs", nargs="*")
    parser.add_argument("--write")
    arguments = parser.parse_args()
    env = environment()
    own = [case for name, template in TEMPLATES.items() for case in cases_of(name, template)]
    own += [dict(case, refused=True) for name, template in REFUSED.items() for case in list(cases_of("refuses " + name, template))[-1:]]
    families = [case for name, template in chat_template_families.FAMILIES.items() for case in cases_of(name, template)]
    constructs = [construct_case(construct) for construct in chat_template_constructs.pieces()]
    others = [case for path in arguments.configs for case in cases_of(path, json.load(open(path, encoding="utf-8"))["chat_template"])]
    wrong = 0
    for name, cases in ("cases", own), ("families", families), ("constructs", constructs), ("given", others):
        alike, refused, differ = compared(env, arguments.tool, cases, name == "constructs")
        wrong += differ
        print(f"{name}: {alike} of {len(cases)} alike, {refused} refused that jinja2 renders, {differ} wrong")
        if arguments.write and name != "given":
            write(f"{arguments.write}/{name}.jsonl", cases)
    sys.exit(1 if wrong else 0)


def write(path, cases):
    """One case a line. What is the same as in the line before is left out."""
    before = {}
    with open(path, "w", encoding="utf-8") as file:
        for case in cases:
            file.write(json.dumps({key: value for key, value in case.items() if before.get(key) != value or key == "expected"}) + "\n")
            before = case


if __name__ == "__main__":
    main()
