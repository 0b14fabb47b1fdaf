"""Whole templates, each written for this test around one habit of published ones: how they keep thoughts, list tools,
check turns, greet with a date, take lists for content. Constructs, filters and white-space control are those that such
templates need together; chat_template_constructs.py has them one by one. Those with TOOLS reach what tools switch on."""

TOOLS = ("{%- set tools = [{'type': 'function', 'function': {'name': 'dictionary', 'description': 'Explains a word.\\nOne at a time.', "
         "'parameters': {'type': 'object', 'properties': {'entry': {'type': 'string', 'description': 'Which\\none'}, "
         "'most': {'type': ['integer', 'null'], 'default': 3}, 'style': {'type': 'string', 'enum': ['short', 'long'], 'default': 'short'}, "
         "'hints': {'type': 'array', 'items': {'type': 'object', 'properties': {'a': {'type': 'number'}}}}}, 'required': ['entry']}}}] %}\n")

# A thought is shown behind the last question only.
THOUGHTS = r"""{%- set seen = namespace(question=-1) -%}
{%- for turn in messages | reverse %}
    {%- if seen.question < 0 and turn.role == 'user' and turn.content is string %}
        {%- set seen.question = messages | length - loop.index %}
    {%- endif %}
{%- endfor %}
{%- if tools %}
    {{- '(tools' }}
    {%- for each in tools %}{{ '\n' ~ each | tojson }}{% endfor %}
    {{- ')\n' }}
{%- endif %}
{%- for turn in messages %}
    {%- if turn.role != 'assistant' %}
        {{- '(' ~ turn.role ~ ') ' ~ turn.content ~ '\n' }}
    {%- else %}
        {%- set said, thought = turn.content, '' %}
        {%- if turn.thought is defined and turn.thought is not none %}
            {%- set thought = turn.thought %}
        {%- elif '</think>' in said %}
            {%- set thought = (said.split('</think>') | first).split('<think>') | last %}
            {%- set said = said.split('</think>')[-1].lstrip('\n') %}
        {%- endif %}
        {{- '(assistant) ' }}
        {%- if loop.index0 > seen.question and (loop.last or thought) %}
            {{- '<think>\n' + thought.strip('\n') + '\n</think>\n' }}
        {%- endif %}
        {{- said.strip() + '\n' }}
        {%- for call in turn.calls or [] %}
            {{- call.arguments if call.arguments is string else call.arguments | tojson }}
        {%- endfor %}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '(assistant) ' }}
    {%- if enable_thinking is defined and enable_thinking is false %}{{ '<think></think>' }}{% endif %}
{%- endif %}"""

# A schema as types, by a macro that calls itself.
TYPES = r"""{%- macro type(of, needed=[], orNull=false) -%}
    {%- if of.type in ('number', 'integer', 'boolean') -%}
        {{ of.type }}
    {%- elif of.type == 'string' -%}
        {{ '"' ~ of.enum | join('" or "') ~ '"' if of.enum else 'text' }}
    {%- elif of.type == 'array' -%}
        {%- set inner = type(of['items'] or {}, orNull=true) -%}
        {{- 'many ' ~ (inner if inner | length < 12 else 'things') -}}
    {%- elif of.type is iterable and of.type is not string and of.type is not mapping and of.type[0] is defined -%}
        {{- of.type | join(' or ') -}}
    {%- elif of.properties -%}
        {{- '{' }}
        {%- for key, field in of.properties.items() -%}
            {{ key }}{{ '?' if key not in needed }}: {{ type(field, field.required or []) }}
            {%- if not loop.last %}{{ '; ' }}{% endif -%}
        {%- endfor -%}
        {{- '}' }}
    {%- else -%}
        anything
    {%- endif -%}
    {%- if orNull %} or nothing{% endif -%}
{%- endmacro -%}
{%- macro catalogue(list, title='Catalogue') -%}
    {{- '# ' + title + '\n' }}
    {%- for each in list %}
        {%- set each = each.function %}
        {{- '- ' + each.name + ' (' + each.description.replace('\n', ' ') + '): ' }}
        {{- type(each.parameters, needed=each.parameters.required) }}
        {%- for key, field in each.parameters.properties.items() if field.default is defined %}
            {{- '\n  ' + key + ' is ' }}{{ field.default if field.enum else field.default | tojson }}
        {%- endfor %}
    {%- endfor %}
{%- endmacro -%}
{%- macro preface() -%}
    {%- if name is not defined %}{% set name = 'a helper' %}{% endif -%}
    {{- 'You are ' + name + '. Today: ' + strftime_now('%Y-%m-%d') + '.\n' }}
{%- endmacro -%}
{{- preface() }}
{%- if messages and messages[0].role in ['system', 'developer'] %}
    {%- set wish, rest = messages[0].content, messages[1:] %}
{%- else %}
    {%- set wish, rest = '', messages %}
{%- endif %}
{%- if wish or tools %}
    {{- wish }}
    {%- if tools -%}{{ '\n' ~ catalogue(tools) }}{%- endif -%}
{%- endif %}
{%- set open = namespace(call=none, answered=false) %}
{%- for turn in rest -%}
    {%- if turn.role == 'assistant' -%}
        {%- if 'calls' in turn %}
            {%- for later in rest[loop.index:] if later.role == 'assistant' and 'calls' not in later %}
                {%- set open.answered = true %}
            {%- endfor %}
            {%- set open.call = turn.calls[0].name %}
        {%- elif '<secret>' in turn.content -%}
            {{- raise_exception('no tags in a text') }}
        {%- else %}
            {{- '<a>' + turn.content + ('<end>' if loop.last and not add_generation_prompt else '<more>') }}
            {%- set open.call = none %}
        {%- endif %}
    {%- elif turn.role == 'tool' and open.call is none -%}
        {{- raise_exception('nobody asked') }}
    {%- else -%}
        {{- '<' ~ turn.role ~ '>' ~ turn.content | tojson }}
    {%- endif -%}
{%- endfor -%}
{%- if add_generation_prompt -%}
<a>
{%- endif -%}"""

# Tools as marked-up text, whatever else a field holds.
MARKED = r"""{%- macro others(map, known) -%}
    {%- if map is mapping %}
        {%- for key in map if key not in known %}
            {%- set value = map[key] %}
            {{- '\n  [' ~ key ~ '] ' }}
            {%- if value is mapping or (value is sequence and value is not string) %}{{ value | tojson | safe }}{% else %}{{ value | string }}{% endif %}
        {%- endfor %}
    {%- endif %}
{%- endmacro %}
{%- if not tools is defined or tools is none %}{% set tools = [] %}{% endif %}
{%- for each in tools %}
    {%- if each.function is defined %}{% set each = each.function %}{% endif %}
    {{- '[' ~ each.name ~ '] ' ~ (each.description | trim) }}
    {%- if each.parameters is mapping and each.parameters.properties is defined %}
        {%- for key, field in each.parameters.properties | items %}
            {{- '\n ' ~ loop.index ~ '. ' ~ key }}
            {{- others(field, known=['description', 'type']) }}
        {%- endfor %}
        {{- others(each.parameters, ['properties']) }}
    {%- endif %}
    {{- '\n' }}
{%- endfor %}
{%- for turn in messages %}
    {%- if loop.previtem is not defined or loop.previtem.role != turn.role %}{{ '[' + turn.role + ']\n' }}{% endif %}
    {{- turn.content }}
    {%- if loop.last or loop.nextitem.role != turn.role %}{{ '[/]\n' }}{% elif loop.nextitem %}{{ '\n' }}{% endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '[assistant]\n' }}
{%- endif %}
"""

# Turns have to alternate, and tools stand before the last question.
STRICT = r"""{%- set turns = messages %}
{%- if turns and turns[0]["role"] == "system" %}
    {%- set wish = turns[0]["content"] %}
    {%- set turns = turns[1:] %}
{%- endif %}
{%- set asked = turns | selectattr("role", "equalto", "user") | list %}
{%- set count = namespace() %}
{%- set count.turn = 0 %}
{%- for turn in turns %}
    {%- if turn.role != "tool" and not (turn.calls is defined and turn.calls is not none) %}
        {%- if (turn["role"] == "user") != (count.turn % 2 == 0) %}{{- raise_exception("one after the other") }}{%- endif %}
        {%- set count.turn = count.turn + 1 %}
    {%- endif %}
{%- endfor %}
{{- bos_token }}
{%- for turn in turns %}
    {%- if turn["role"] == "user" and turn == asked[-1] and tools %}
        {%- for each in tools %}
            {%- for key, value in each.function.items() if key != "return" %}
                {{- '"' + key + '": ' + (value | tojson if value is not string else '"' + value + '"') }}
                {%- if not loop.last %}{{ ", " }}{% else %}{{ "." }}{% endif %}
            {%- endfor %}
        {%- endfor %}
    {%- endif %}
    {%- if turn["role"] == "user" %}
        {{- "Q " + (wish + "\n\n" if loop.last and wish is defined else "") + turn["content"] + " " }}
    {%- elif turn["role"] == "assistant" %}
        {{- "A " + turn["content"] | trim + eos_token }}
        {%- for call in turn.calls if turn.calls is defined %}
            {%- set line = call | tojson %}{{ line[:-1] + ', "n": ' + loop.index | string + "}" }}
        {%- endfor %}
    {%- else %}
        {{- raise_exception("no such role here: " + turn["role"]) }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}{{ "A " }}{% endif %}"""

# A dated heading; names that may or may not be given are settled first.
DATED = r"""{{- bos_token }}
{%- if own_tools is defined %}{% set tools = own_tools %}{% endif %}
{%- if not day is defined %}
    {%- set day = strftime_now("%d %b %Y") if strftime_now is defined else "long ago" %}
{%- endif %}
{%- if not tools is defined %}
    {%- set tools = none %}
{%- endif %}

{#- What the system says goes in front. #}
{%- set first = messages[0] if messages else none %}
{%- set wish = "" %}
{%- if first is not none and first['role'] == 'system' %}
    {%- set wish = first['content'] | trim %}
    {%- set messages = messages[1:] %}
{%- endif %}
{{- "= Day: " + day + " =\n\n" }}
{%- if tools is not none %}
    {%- for each in tools %}
        {{- each | tojson(indent=4) }}
        {{- "\n\n" }}
    {%- endfor %}
{%- endif %}
{{- wish ~ "\n" }}
{%- for turn in messages %}
    {%- if not (turn.role == 'reader' or turn.role == 'tool' or 'calls' in turn) %}
        {{- '= ' + turn['role'] + ' =\n\n' + turn['content'] | trim + '\n' }}
    {%- elif 'calls' in turn %}
        {%- if not turn.calls | length == 1 %}{{ raise_exception("one call, please") }}{% endif %}
    {%- elif turn.content is mapping or turn.content is iterable %}
        {{- turn.content | tojson }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '= assistant =\n\n' }}
{%- endif %}"""

# Content may be a list of pieces; roles have other names here.
PIECES = r"""{%- set names = {'user': 'human', 'assistant': 'machine'} -%}
{%- macro text(content) -%}
    {%- if content is string -%}
        {{ content | trim }}
    {%- elif content is iterable and content is not mapping -%}
        {%- for piece in content -%}
            {%- if piece is string -%}{{ piece }}{%- elif piece['type'] == 'text' -%}{{ piece['text'] | trim }}{%- elif 'image' in piece -%}{{ '[picture]' }}{%- endif -%}
        {%- endfor -%}
    {%- elif content is none -%}
    {%- else -%}
        {{ raise_exception('neither text nor pieces') }}
    {%- endif -%}
{%- endmacro -%}
{{ bos_token }}
{%- for turn in messages -%}
    {%- if loop.first and turn.role == 'system' -%}
        {%- set wish = text(turn.content) + '\n\n' -%}
    {%- else -%}
        {{ '<' + names.get(turn.role, turn.role) + '>\n' + (text(messages[0].content) + '\n\n' if loop.index0 == 1 and messages[0].role == 'system' else '') }}
        {{- text(turn['content']) -}}
        {{ '</>\n' }}
    {%- endif -%}
{%- endfor -%}
{{ text(['a', {'type': 'text', 'text': ' b '}, {'type': 'picture', 'image': 1}]) }}
{%- if add_generation_prompt -%}
    {{'<machine>\n'}}
{%- endif -%}"""

# A word in the conversation switches thinking on or off; what is trained on is marked.
SWITCHED = r"""{# ─── which way ─── #}
{%- set way = namespace(thinks=enable_thinking | default(true)) -%}
{%- for turn in messages -%}
  {%- set plain = turn.content.replace('</think>', '') if turn.content is string else '' -%}
  {%- if turn.role in ['system', 'user'] -%}
    {%- if '/fast' in plain -%}{%- set way.thinks = false -%}{%- elif '/think' in plain -%}{%- set way.thinks = true -%}{%- endif -%}
  {%- endif -%}
{%- endfor -%}
{# ─── what is said ─── #}
{{- "~ system ~\n" ~ "Way: " ~ ("slow" if way.thinks else "fast") ~ ", " ~ strftime_now("%d %B %Y") ~ "\n" -}}
{%- if messages and messages[0].role == "system" -%}
  {{- messages[0].content.replace("/fast", "").replace("/think", "").rstrip() + "\n" -}}
{%- endif -%}
{%- if tables or lists -%}{%- for each in tables[:] -%}{{ each | string }}{%- endfor -%}{%- endif -%}
{%- for turn in messages -%}
    {%- set said = turn.content if turn.content is string else "" -%}
    {%- if turn.role == "user" -%}
        {{ "~ " + turn.role + " ~\n" + said + "\n" }}
    {%- elif turn.role == "assistant" -%}
        {% generation %}
        {%- set parts = said.split('</think>') -%}
        {{ "~ assistant ~\n" + (parts[1:] | join('</think>') if parts | length > 1 else parts[0]) + "\n" }}
        {% endgeneration %}
    {%- endif -%}
{%- endfor -%}
{%- if add_generation_prompt -%}
    {{- "~ assistant ~\n" ~ ("<think>\n" if way.thinks else "<think></think>") -}}
{%- endif -%}"""

# Documents and controls that are not there; numbers of calls over the whole conversation; raw lines between the tags.
NUMBERED = r"""{%- macro number_of(turns, wanted) %}
{%- set at = namespace(now=0, found=false) %}
{%- for turn in turns %}
    {%- for call in turn.calls or [] %}
        {%- if call.id == wanted and not at.found -%}
            {{ at.now }}
            {%- set at.found = true %}
        {%- endif %}
        {%- set at.now = at.now + 1 %}
    {%- endfor %}
{%- endfor %}
{%- endmacro %}
{{ bos_token }}{%- set shown = namespace(papers=false) -%}
@SYSTEM
{% if mode|upper == 'STRICT' %}
strict
{% else %}
open
{% endif %}
```
[
{%- for each in tools or [] %}
    {"is": "{{ each['function']['name'] }}", "takes": {{ each['function']['parameters']|tojson }}}
    {%- if not loop.last %},{% endif %}

{% endfor %}
]
```
{%- if 'quotes' in controls and documents %}
quote
{%- endif%}
{%- for turn in messages %}
    {%- if turn.role|lower == 'system' and not loop.first %}
@SYSTEM {{ turn.content }}
    {%- elif turn.role|lower == 'user' %}
@USER {{ turn.content }}{%- if documents and not shown.papers %}{%- set shown.papers = true %}{% for paper in documents recursive %}{{ 'Paper ' + loop.index0 | string + paper }}{% endfor %}{% endif %}
    {%- elif turn.role|lower == 'assistant' %}
@BOT {% if turn.calls %}{{ number_of(messages, 'x') }}{% else %}{{ turn.content }}{% endif %}
    {%- endif %}
    {%- if loop.last and add_generation_prompt %}
        {{- '\n@BOT' }}
            {%- if controls %}
                {{- ' ' + controls | tojson()}}
            {%- endif %}
    {%- endif %}
{%- endfor %}"""

# Lines of the template itself are part of the text, and white space is cut where a minus stands.
LINES = r"""[begin]
{%- set open, close = '<<', '>>' -%}
{%- if tools -%}
<<sheet>>
{% for each in tools %}
{{ each | tojson(ensure_ascii=False) }}
{% endfor %}
{{ tools | tojson(separators=(',', ':')) }}
{%- endif -%}
{%- macro visible(content) -%}
    {%- if content is string -%}
        {{- content }}
    {%- else -%}
        {%- for piece in content or [] -%}{{- piece.text if piece is mapping else piece }}{%- endfor -%}
    {%- endif -%}
{%- endmacro -%}
{%- set last = namespace(asked=-1, call=none) %}
{% for turn in messages %}
    {%- if turn.role == 'user' %}
        {% set last.asked = loop.index0 -%}
    {%- endif %}
{%- endfor %}
{% for turn in messages %}
{%- if turn.role == 'user' -%}{{ open }}user{{ close }}
{{ visible(turn.content) }}
{{- '/fast' if (enable_thinking is defined and not enable_thinking and not visible(turn.content).endswith('/fast')) else '' -}}
{%- elif turn.role == 'assistant' -%}
{{ open ~ 'bot' ~ close }}
{%- set said = visible(turn.content) %}
{%- set thought = '' %}
{%- if '</think>' in said %}
    {%- set thought = said.split('</think>')[0].rstrip('\n').split('<think>')[-1].lstrip('\n') %}
    {%- set said = said.split('</think>')[-1].lstrip('\n') %}
{%- endif %}
{{ '\n<think>' + (thought.strip() if loop.index0 > last.asked else '') + '</think>' }}
{%- if said.strip() -%}
{{ '\n' + said.strip() }}
{%- endif -%}
{%- if turn.get('calls') -%}
{% for call in turn['calls'] %}
{% set given = call.arguments %}
{% for key, value in given.items() %}
<{{ key }}>{{ value | tojson(ensure_ascii=False) if value is not string else value }}
{% endfor %}
{% endfor %}
{% set last.call = turn.calls[-1].name -%}
{%- endif -%}
{%- else -%}
{{ open }}{{ turn.role }}{{ close }}
{{ visible(turn.content) }}
{%- endif -%}
{%- endfor -%}
{%- if add_generation_prompt -%}
    {{ open ~ 'bot' ~ close }}{{- '\n<think></think>' if (enable_thinking is defined and not enable_thinking) else '' -}}
{%- endif -%}"""

# Types by a table in the template, with arguments described line by line.
TABLED = r"""{%- macro short(of) %}
    {%- set table = {"string": "str", "number": "float", "integer": "int"} %}
    {%- if table[of.type] is defined %}
        {{- table[of.type] }}
    {%- elif of.type == "array" %}
        {{- "list[" + short(of["items"]) + "]" }}
    {%- elif of.type == "object" %}
        {{- "dict[str, " + short(of.more) + "]" if of.more is defined else "dict" }}
    {%- elif of.type is iterable %}
        {%- for each in of.type %}
            {{- short({"type": each}) }}{% if not loop.last %}{{ "|" }}{% endif %}
        {%- endfor %}
    {%- else %}
        {{- "Any" }}
    {%- endif %}
{%- endmacro %}
{{- bos_token + 'Tools: ' }}
{%- for each in tools or [] %}
    {%- set each = each.function %}
    {%- for key, field in each.parameters.properties | items if key != 'style' %}
        {{- key + ": " + short(field) + ("" if loop.last else ", ") }}
    {%- endfor %}
    {%- for key, field in each.parameters.properties | items %}
        {%- if loop.first %}{{ "\n  where\n" }}{% endif %}
        {{- "    " + key + ": " + (field.description | default('not said') | trim) ~ "\n" }}
    {%- endfor %}
    {%- if each.parameters.properties | length == 0 %}{{ "{}" }}{% else %}{{ each.parameters | tojson }}{% endif %}
{%- endfor %}
{%- for turn in messages %}
    {%- if turn.role == "user" or turn.role == "system" or (turn.role == "assistant" and turn.calls is not defined) %}
        {{- '\n' + turn.role + '> ' + turn.content }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '\nassistant> ' }}
{%- endif %}"""

FAMILIES = {
    "thoughts": THOUGHTS,
    "thoughts with tools": TOOLS + THOUGHTS,
    "types": TYPES,
    "types with tools": TOOLS + TYPES,
    "marked": MARKED,
    "marked with tools": TOOLS + MARKED,
    "strict": STRICT,
    "strict with tools": TOOLS + STRICT,
    "dated": DATED,
    "dated with tools": TOOLS + DATED,
    "pieces": PIECES,
    "switched": SWITCHED,
    "numbered": NUMBERED,
    "numbered with tools": TOOLS + NUMBERED,
    "lines": LINES,
    "lines with tools": TOOLS + LINES,
    "tabled": TABLED,
    "tabled with tools": TOOLS + TABLED,
    # All in one line, as many are in their JSON.
    "one line": "{% if not add_generation_prompt is defined %}{% set add_generation_prompt = false %}{% endif %}{% set s = namespace(tool=false, wish='') %}"
                "{%- for m in messages %}{%- if m['role'] == 'system' %}{% set s.wish = s.wish + m['content'] %}{%- endif %}{%- endfor -%}{{bos_token}}{{s.wish}}"
                "{%- for m in messages %}{%- if m['role'] == 'user' %}{%- set s.tool = false -%}{{'|u|' + m['content']}}{%- elif m['role'] == 'assistant' and m['content'] is not none %}"
                "{% set c = m['content'].split('</think>')[-1] %}{{('x' if s.tool else '|a|') + c + eos_token}}{%- endif %}{%- endfor -%}"
                "{% if add_generation_prompt and not s.tool %}{{'|a|<think>\\n'}}{% endif %}",
    "one line, strict": "{{ bos_token }}{% for m in messages %}{% if (m['role'] == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('turn by turn') }}{% endif %}"
                        "{% if m['role'] == 'user' %}{{ 'Q ' + m['content'] + ' .' }}{% elif m['role'] == 'assistant' %}{{ m['content'] + eos_token}}"
                        "{% else %}{{ raise_exception('two roles only') }}{% endif %}{% endfor %}",
    "one line, roles in words": "{% for m in messages %}{% if m['role'] == 'system' and m['content'] %}{{'<|s|>\\n' ~ m['content'] ~ '\\n'}}{% elif (m['role'] == 'user') %}{{'<|u|>\\n' ~ m['content'] | trim ~ '\\n'}}"
                                "{% elif m['role'] == 'assistant' %}{{'<|a|>\\n'}}{% generation %}{{m['content'] ~ eos_token}}{% endgeneration %}{% endif %}{% endfor %}"
                                "{% if add_generation_prompt %}{{ '<|a|>\\n' }}{% else %}{{ eos_token }}{% endif %}",
    "every special token": "{{ bos_token }}{{ eos_token }}{% for token in [bos_token, eos_token] if token is defined and token %}{{ loop.index }}{{ token }}{% endfor %}{{ messages | map(attribute='content') | map('trim') | select | join('\\n') }}",
}
