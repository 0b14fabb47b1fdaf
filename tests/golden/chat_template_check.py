"""Compares this project's chat templates with jinja2, set up as model libraries set it up.

    python chat_template_check.py TOOL [--write chat_template/cases.jsonl] [TOKENIZER_CONFIG.json ...]

TOOL is the `render_lines` program of the build (tests/tools). The templates below, and those of the given
tokenizer_config.json files, are rendered by both for every conversation. `--write` keeps the cases of this file with
jinja2's output: what the test reads. Exit code 1 when anything differs.
Needs: pip install jinja2
"""
import argparse
import json
import subprocess
import sys

import jinja2
import jinja2.ext
from jinja2.sandbox import ImmutableSandboxedEnvironment

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
    "literal else": "{% for x in [] %}a{% else %}b{% endfor %}{% for x in nothing %}a{% else %}c{% endfor %}",
}
# What the interpreter must refuse, and by which word.
REFUSED = {
    "macro": "{% macro f(x) %}{{ x }}{% endmacro %}{{ f(1) }}",
    "include": "{% include 'x' %}",
    "call": "{{ cycler('a', 'b') }}",
    "filter": "{{ messages | map(attribute='role') | list }}",
    "dictionary": "{{ {'a': 1}['a'] }}",
    "float": "{{ 1.5 }}",
    "set block": "{% set x %}a{% endset %}{{ x }}",
    "tuple": "{{ (1, 2) | length }}",
    "print list": "{{ [1, 2] }}",
    "two variables": "{% for a, b in messages %}{% endfor %}",
    "raw": "{% raw %}{{ x }}{% endraw %}",
    "test": "{{ 4 is divisibleby 2 }}",
    "string index": "{{ 'abc'[0] }}",
    "clock": "{{ strftime_now('%Y') }}",
    "break": "{% for m in messages %}{% break %}{% endfor %}",
    "title": "{{ 'a b'.title() }}",
    "generation": "{% generation %}a{% endgeneration %}",
}
CONVERSATIONS = [
    [],
    [{"role": "user", "content": "What is 2+2?"}],
    [{"role": "system", "content": "Please reason step by step."}, {"role": "user", "content": " spaces around \n"}],
    [{"role": "system", "content": "S"}, {"role": "user", "content": "abc"}, {"role": "assistant", "content": "<think>\nhm\n</think>\n\nIt is 4."},
     {"role": "user", "content": "<t>x</t>"}, {"role": "assistant", "content": "ä \"quoted\" <|im_end|>"}, {"role": "user", "content": "end\n\n"}],
]


def environment():
    def refuse(message):
        raise jinja2.exceptions.TemplateError(message)

    env = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=[jinja2.ext.loopcontrols])
    env.filters["tojson"] = lambda value: json.dumps(value, ensure_ascii=False)
    env.globals["raise_exception"] = refuse
    return env


def cases_of(name, template):
    for number, messages in enumerate(CONVERSATIONS):
        for add in (False, True):
            for flags in ({}, {"enable_thinking": False}) if "enable_thinking" in template else ({},):
                yield {"name": f"{name} {number}", "template": template, "messages": messages, "add_generation_prompt": add,
                       "bos_token": "<s>", "eos_token": "</s>", "flags": flags}


def expected(env, case):
    try:
        text = env.from_string(case["template"]).render(messages=case["messages"], tools=None, documents=None,
                                                        add_generation_prompt=case["add_generation_prompt"],
                                                        bos_token=case["bos_token"], eos_token=case["eos_token"], **case["flags"])
        return {"text": text}
    except Exception as error:
        return {"error": str(error)}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("tool")
    parser.add_argument("configs", nargs="*")
    parser.add_argument("--write")
    arguments = parser.parse_args()
    env = environment()
    own = [case for name, template in TEMPLATES.items() for case in cases_of(name, template)]
    refused = [dict(case, refused=True) for name, template in REFUSED.items() for case in list(cases_of("refuses " + name, template))[-1:]]
    others = [case for path in arguments.configs for case in cases_of(path, json.load(open(path, encoding="utf-8"))["chat_template"])]
    cases = own + refused + others
    lines = "".join(json.dumps(case) + "\n" for case in cases)
    done = subprocess.run([arguments.tool], input=lines.encode(), capture_output=True, check=True)
    answers = [json.loads(line) for line in done.stdout.decode().split("\n") if line]
    wrong = 0
    for case, answer in zip(cases, answers, strict=True):
        case["expected"] = {"error": "refused"} if case.get("refused") else expected(env, case)
        alike = "error" in answer if "error" in case["expected"] else answer == case["expected"]
        if not alike:
            wrong += 1
            print(f"DIFFERS {case['name']} {case['add_generation_prompt']}\n  expected {ascii(case['expected'])}\n  found    {ascii(answer)}")
    if arguments.write:
        with open(arguments.write, "w", encoding="utf-8") as file:
            for case in own + refused:
                file.write(json.dumps(case) + "\n")
    print(f"{len(cases) - wrong} of {len(cases)} renderings alike")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
