"""Small Jinja constructs, one a line: what chat templates use, may use, or get wrong. chat_template_check.py renders them
with jinja2 and with this project for CONVERSATION; golden/chat_template/constructs.jsonl keeps jinja2's answers."""

CONVERSATION = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hi there"},
                {"role": "assistant", "content": "<think>\nhm\n</think>\n\nHello  \n"}, {"role": "user", "content": "What is 2+2? ä漢😀"}]

CONSTRUCTS = r"""
{{ 1 }}{{ -1 }}{{ +1 }}{{ 1.5 }}{{ -0.25 }}{{ 1e3 }}{{ 2.0 }}{{ 1e16 }}{{ 1e-5 }}{{ 123456789.125 }}{{ 0.1 + 0.2 }}
{{ 7 / 2 }}{{ 7 // 2 }}{{ -7 // 2 }}{{ 7 % 3 }}{{ -7 % 3 }}{{ 7 % -3 }}{{ 7 // -2 }}{{ 7.5 // 2 }}{{ -7.5 % 2 }}{{ 6 / 3 }}
{{ 2 ** 10 }}{{ 2 ** -1 }}{{ 2 ** 3 ** 2 }}{{ -2 ** 2 }}{{ 2.0 ** 0.5 }}{{ 0 ** 0 }}{{ (-1) ** 3 }}
{{ 1 + 2 * 3 }}{{ (1 + 2) * 3 }}{{ 10 - 2 - 3 }}{{ 2 * 3 % 4 }}{{ 1_000 }}
{{ 1 / 0 }}
{{ 1 % 0 }}
{{ true + 1 }}{{ true }}{{ false }}{{ none }}{{ True }}{{ None }}{{ true and 3 }}{{ 0 or 'x' }}
{{ 'a' + 'b' }}{{ 'a' ~ 1 ~ none ~ true ~ 1.5 }}{{ 'ab' * 3 }}{{ 3 * 'x' }}{{ 'a' * 0 }}{{ 'a' * -2 }}
{{ 'a' + 1 }}
{{ 1 + 'a' }}
{{ [1] + (2,) }}
{{ none + 1 }}
{{ 'a' - 'b' }}
{{ -'a' }}
{{ 'abc'[0] }}{{ 'abc'[-1] }}{{ 'abc'[9] }}|{{ 'äöü'[1] }}{{ '漢字😀'[2] }}
{{ 'abcdef'[1:3] }}{{ 'abcdef'[:2] }}{{ 'abcdef'[2:] }}{{ 'abcdef'[::-1] }}{{ 'abcdef'[::2] }}{{ 'abcdef'[-2:] }}{{ 'abcdef'[5:1:-2] }}{{ 'ab'[7:] }}|{{ 'ab'[1:0] }}
{{ 'äöü漢😀'[1:4] }}{{ 'äöü漢😀'[::-1] }}{{ 'äöü漢😀'[:-1] }}
{{ 'abc'[none:2] }}{{ 'abc'[true] }}
{{ 'abc'[::0] }}
{{ [1, 2, 3][::-1] }}{{ [1, 2, 3][1:] }}{{ [1, 2, 3][-1] }}{{ (1, 2, 3)[1:] }}{{ (1, 2, 3)[0] }}{{ [1, 2, 3][5] is defined }}
{{ [1, 2, 3].0 }}{{ messages.0.role }}{{ messages[1]['content'][0] }}
{{ [] }}{{ [1, 'a', none, true, 1.5] }}{{ () }}{{ (1,) }}{{ (1, 'b') }}{{ {} }}{{ {'a': 1, 'b': [2]} }}
{{ ['it\'s', 'say "x"', 'both \' and "', 'tab\t', 'nl\n', 'back\\', 'ä', '\x00', '\x7f', '\u200b', '漢', '😀'] }}
{{ {'a': {'b': {'c': 1}}}['a'].b['c'] }}{{ {'a': 1}.a }}{{ {1: 'x'}[1] }}{{ {true: 'y'}[1] }}{{ {(1, 2): 'z'}[(1, 2)] }}{{ {'a': 1}.b is defined }}
{{ {'a': 1, 'a': 2} }}{{ {1: 'a', true: 'b'} }}{{ {'a': 1}|length }}
{{ {[1]: 2} }}
{{ {'a': 1}.items() }}{{ {'a': 1}.keys() }}{{ {'a': 1}.values() }}{{ {'a': 1}.items()|list }}{{ {'a': 1}.keys()|list }}{{ {'b': 1, 'a': 2}.values()|list }}
{% for k, v in {'a': 1, 'b': 2}.items() %}{{ k }}={{ v }};{% endfor %}{% for k in {'x': 1, 'y': 2} %}{{ k }}{% endfor %}{% for k, v in {'a': 1}|items %}{{ k }}{{ v }}{% endfor %}
{{ {'a': 1}.get('a') }}{{ {'a': 1}.get('b') }}{{ {'a': 1}.get('b', 5) }}{{ {'a': 1}.get('b', none) is none }}{{ {1: 2}.get(1) }}
{{ 'a' in {'a': 1} }}{{ 'b' in {'a': 1} }}{{ 1 in [1, 2] }}{{ 3 not in (1, 2) }}{{ 'b' in 'abc' }}{{ 'x' in nothing }}{{ none in [none] }}{{ 1 in {'a': 1}.values() }}
{{ 1 in 'abc' }}
{{ 1 in 5 }}
{{ 'a' in none }}
{{ [1] in {'a': 1} }}
{{ {'a': 1}|dictsort }}{{ {'b': 1, 'A': 2, 'c': 0}|dictsort }}{{ {'b': 1, 'A': 2}|dictsort(true) }}{{ {'b': 1, 'a': 2}|dictsort(by='value') }}{{ {'b': 1, 'a': 2}|dictsort(reverse=true) }}
{% for k, v in {'b': 1, 'a': 2}|dictsort %}{{ k }}{{ v }}{% endfor %}
{{ dict(a=1, b='x') }}{{ dict([('a', 1), ('b', 2)]) }}{{ dict({'a': 1}, b=2) }}{{ dict() }}
{{ {'items': 5}.items is callable }}{{ {'items': 5}['items'] }}{{ {'a': 1}['get'] is callable }}{{ {'content': 2}.content }}
{{ {'a': 1}.pop('a') }}
{{ [1].append(2) }}
{{ {'a': 1}.update({'b': 2}) }}
{{ 1 < 2 < 3 }}{{ 1 < 3 < 2 }}{{ 1 == 1 == 1 }}{{ 3 > 2 >= 2 }}{{ 'a' < 'b' }}{{ [1, 2] < [1, 3] }}{{ (1, 2) == (1, 2) }}{{ [1] == (1,) }}{{ 1 == 1.0 }}{{ true == 1 }}{{ 'a' != 'b' }}{{ none == none }}{{ none == false }}{{ {'a': 1} == {'a': 1} }}{{ {'a': 1, 'b': 2} == {'b': 2, 'a': 1} }}
{{ 1 < 'a' }}
{{ none < 1 }}
{{ nothing == nothing }}{{ nothing == none }}{{ nothing != 1 }}{{ nothing == '' }}
{{ nothing < 1 }}
{{ not 1 }}{{ not '' }}{{ not [] }}{{ not {} }}{{ not nothing }}{{ not none }}{{ not 0.0 }}{{ not not 1 }}{{ not 1 == 2 }}{{ not true and false }}
{{ 'a' if true }}{{ 'a' if false }}|{{ 'a' if false else 'b' }}{{ 'a' if 0 else 'b' if 0 else 'c' }}{{ ('a' if 1) ~ 'b' }}{{ ('x' if false) is defined }}
{{ nothing }}|{{ nothing ~ 'a' }}|{{ nothing is defined }}{{ nothing|default('d') }}{{ nothing|d('e') }}{{ ''|d('f') }}|{{ ''|d('g', true) }}{{ none|d('h') }}{{ none|default('i', boolean=true) }}{{ nothing|default }}
{{ nothing.x }}
{{ nothing['x'] }}
{{ nothing() }}
{{ nothing + 1 }}
{{ 'a' + nothing }}
{{ messages[0].nothing.more }}
{{ messages[0].nothing }}|{{ messages[0]['nothing'] }}|{{ messages[99] }}|{{ none.x }}|{{ 5 .x is defined }}{{ 'a'.x is defined }}{{ true.x is defined }}
{{ messages['x'] is defined }}{{ messages[none] is defined }}{{ messages[1.5] is defined }}{{ 'abc'['x'] is defined }}{{ 5['x'] is defined }}{{ none[0] is defined }}
{% set x = 5 %}{{ x }}{% set x = x + 1 %}{{ x }}{% set a, b = 1, 2 %}{{ a }}{{ b }}{% set (c, d) = [3, 4] %}{{ c }}{{ d }}{% set t = 1, 2 %}{{ t }}
{% set a, b = 1 %}
{% set a, b = [1, 2, 3] %}
{% set x %}a {{ 1 + 1 }} b{% endset %}{{ x }}{{ x|length }}{% set y | upper %}abc{% endset %}{{ y }}{% set z | replace('a', 'b') | upper %}aXa{% endset %}{{ z }}
{% set ns = namespace(a=1, b='x') %}{{ ns.a }}{{ ns.b }}{{ ns.c is defined }}{% set ns.a = ns.a + 1 %}{{ ns.a }}{{ ns['a'] }}{% set ns.d %}blk{% endset %}{{ ns.d }}{% set ns.a, ns.b = 7, 8 %}{{ ns.a }}{{ ns.b }}
{% set ns = namespace({'a': 1}) %}{{ ns.a }}{{ namespace() is defined }}{{ namespace().x is defined }}
{% set x = {'a': 1} %}{% set x.a = 2 %}
{% set ns = namespace(l=[]) %}{% for m in messages %}{% set ns.l = ns.l + [m.role] %}{% endfor %}{{ ns.l }}{{ ns.l|join(',') }}
{% for i in range(3) %}{{ i }}{% endfor %}{{ range(3)|list }}{{ range(1, 4)|list }}{{ range(5, 0, -2)|list }}{{ range(0)|list }}{{ range(3)|length }}{{ range(10)[2] }}{{ range(10)[2:4]|list }}{{ 3 in range(5) }}{{ range is defined }}
{{ range(100001) }}
{{ range(1, 2, 0) }}
{{ range('a') }}
{{ range }}{{ range is callable }}
{% for x in [1, 2, 3] %}{{ loop.index }}{{ loop.index0 }}{{ loop.revindex }}{{ loop.revindex0 }}{{ loop.first }}{{ loop.last }}{{ loop.length }}{{ loop.depth }}{{ loop.depth0 }};{% endfor %}
{% for x in [1, 2, 3] %}{{ loop.previtem }}|{{ loop.nextitem }}|{{ loop.previtem is defined }}{{ loop.nextitem is defined }};{% endfor %}
{% for m in messages %}{% if loop.previtem and loop.previtem.role == m.role %}same{% endif %}{% if loop.nextitem is defined and loop.nextitem.role == 'user' %}next user{% endif %};{% endfor %}
{% for x in [1, 1, 2] %}{{ loop.cycle('a', 'b') }}{{ loop.changed(x) }};{% endfor %}{% for x in [1, 2, 2] %}{% if loop.changed(x, 'k') %}{{ x }}{% endif %}{% endfor %}
{% for x in [1, 2, 3, 4] if x % 2 == 0 %}{{ loop.index }}{{ loop.last }}{{ loop.length }}{{ x }};{% else %}none{% endfor %}{% for x in [] %}a{% else %}b{% endfor %}{% for x in nothing %}a{% else %}c{% endfor %}
{% set ns = namespace(n=0) %}{% for x in [1, 2, 3] if ns.n < 2 %}{% set ns.n = ns.n + 1 %}{{ x }}{% endfor %}|{% set ns.n = 0 %}{% for x in [1, 2, 3] if ns.n < 1 %}{{ x }}{{ loop.last }}{% set ns.n = ns.n + 1 %}{% endfor %}
{% for a, b in [(1, 2), [3, 4]] %}{{ a }}{{ b }};{% endfor %}{% for (a, b), c in [((1, 2), 3)] %}{{ a }}{{ b }}{{ c }}{% endfor %}{% for a, b, c in [(1, 2, 3)] %}{{ a }}{{ b }}{{ c }}{% endfor %}{% for a, b in ['xy'] %}{{ a }}{{ b }}{% endfor %}
{% for a, b in [1] %}{% endfor %}
{% for x in 'abä' %}{{ x }},{% endfor %}{% for x in 1, 2 %}{{ x }}{% endfor %}{% for x in (1, 2) %}{{ x }}{% endfor %}
{% for x in 5 %}{% endfor %}
{% for x in none %}{% endfor %}
{% for x in [1, 2, 3] %}{% if x == 2 %}{% break %}{% endif %}{{ x }}{% endfor %}{% for x in [1, 2, 3] %}{% if x == 2 %}{% continue %}{% endif %}{{ x }}{% endfor %}{% for x in [1, 2] %}{% for y in [1, 2] %}{% if y == 2 %}{% break %}{% endif %}{{ x }}{{ y }}{% endfor %};{% endfor %}
{% for x in [1, 2] %}{% break %}{% else %}e{% endfor %}.
{% break %}
{% for n in [{'v': 1, 'c': [{'v': 2, 'c': []}]}] recursive %}{{ n.v }}{{ loop.depth }}{% if n.c %}[{{ loop(n.c) }}]{% endif %}{% endfor %}
{% for x in [1, 2] %}{% set y = x %}{% endfor %}{{ y is defined }}{% set z = 0 %}{% for x in [1, 2] %}{% set z = z + x %}{{ z }}{% endfor %}{{ z }}
{% for x in [1] %}{{ loop.index }}{% for y in [1, 2] %}{{ loop.index }}{% endfor %}{{ loop.index }}{% endfor %}{{ loop is defined }}
{% for x in [1, 2] %}{% set outer = loop %}{% for y in [7, 8] %}{{ outer.index }}{{ loop.index }};{% endfor %}{% endfor %}
{% if 1, 2 %}t{% endif %}{% if [] %}a{% elif {} %}b{% elif 'x' %}c{% else %}d{% endif %}{% if messages %}m{% endif %}{% if nothing %}n{% else %}e{% endif %}
{% macro f() %}x{% endmacro %}{{ f() }}{{ f()|upper }}{{ f() ~ 'y' }}{{ f is defined }}{{ f is callable }}
{% macro f(a, b='d', c=none) %}{{ a }}{{ b }}{{ c }};{% endmacro %}{{ f(1) }}{{ f(1, 2) }}{{ f(1, c=3) }}{{ f(a=1, b=2) }}{{ f() }}{{ f(b=5, a=4) }}
{% macro f(a) %}{{ a }}{% endmacro %}{{ f(1, 2) }}
{% macro f(a) %}{{ a }}{% endmacro %}{{ f(b=2) }}
{% macro f(a) %}{{ a }}{% endmacro %}{{ f(1, a=2) }}
{% macro f(a) %}{{ a }}{{ varargs }}{{ kwargs }}{% endmacro %}{{ f(1, 2, 3, x=4) }}{{ f(1) }}
{% set y = 1 %}{% macro f(x) %}{{ x }}{{ y }}{% set y = 9 %}{{ y }}{% endmacro %}{% set y = 2 %}{{ f('a') }}{{ y }}
{% macro f(n) %}{{ n }}{% if n > 0 %}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(3) }}
{% macro outer() %}{% macro inner(x) %}<{{ x }}>{% endmacro %}{{ inner(1) }}{{ inner(2) }}{% endmacro %}{{ outer() }}
{% macro f() %}[{{ caller() }}]{% endmacro %}{% call f() %}body{% endcall %}{% macro g() %}{{ caller(1, 2) }}{% endmacro %}{% call(a, b) g() %}{{ a }}{{ b }}{% endcall %}
{% macro f() %}{{ caller is defined }}{% endmacro %}{{ f() }}
{% macro f() %}x{% endmacro %}{% call f() %}y{% endcall %}
{% macro f(a, b=a) %}{{ a }}{{ b }}{% endmacro %}{{ f(1) }}
{% for x in [1, 2] %}{% macro f() %}{{ x }}{% endmacro %}{{ f() }}{% endfor %}
{% macro f(items) %}{% for i in items %}{{ loop.index }}{{ i }}{% if not loop.last %},{% endif %}{% endfor %}{% endmacro %}{{ f(['a', 'b']) }}{% for r in messages|map(attribute='role') %}{{ f(r) }}{% endfor %}
{% filter upper %}a{{ 1 }}b{% endfilter %}{% filter replace('a', 'b')|upper %}aca{% endfilter %}{% filter trim %}  x  {% endfilter %}
{% with a = 1, b = 2 %}{{ a }}{{ b }}{% set c = 3 %}{{ c }}{% endwith %}{{ a is defined }}{{ c is defined }}{% with %}x{% endwith %}
{% print 1 %}{% print 'a', 2 %}{{ 1, 2 }}
{% raw %}{{ x }}{% if %}{# c #}{% endraw %}|{%- raw -%}  y  {%- endraw -%} z{% raw %}
 nl {% endraw %}
 end
{# comment #}a{# multi
line #}b{#- strip -#} c
a {%- if true -%} b {%- endif -%} c {{- 1 -}} d {{ 2 -}}  e
{{ 'a' }} {%+ if true +%} b {% endif %} c
{% generation %}g{{ 1 }}{% set q = 1 %}{% endgeneration %}{{ q is defined }}
{{ messages|length }}{{ messages|count }}{{ 'äöü'|length }}{{ ''|length }}{{ {}|length }}{{ nothing|length }}{{ (1, 2)|length }}
{{ 5|length }}
{{ none|length }}
{{ messages|map(attribute='role')|length }}
{{ messages|map(attribute='role')|list }}{{ messages|map(attribute='role')|join(',') }}{{ messages|map('length')|list }}{{ ['a', 'b']|map('upper')|list }}{{ ['a', 'b']|map('replace', 'a', 'x')|list }}{{ [{'a': {'b': 1}}]|map(attribute='a.b')|list }}{{ [[1, 2], [3, 4]]|map(attribute=0)|list }}{{ [[1, 2]]|map(attribute='1')|list }}
{{ messages|map(attribute='x', default='d')|list }}{{ messages|map(attribute='x')|list|length }}{{ [{'a': 1}]|map(attribute='a')|sum }}
{{ messages|map|list }}
{{ messages|map('nofilter')|list }}
{{ messages|selectattr('role', 'equalto', 'user')|list|length }}{{ messages|selectattr('role', 'eq', 'user')|map(attribute='content')|first }}{{ messages|selectattr('role')|list|length }}{{ messages|rejectattr('role', 'equalto', 'user')|map(attribute='role')|list }}{{ messages|selectattr('role', '==', 'system')|list|length }}{{ messages|selectattr('x', 'defined')|list }}{{ messages|rejectattr('x')|list|length }}{{ messages|selectattr('role', 'in', ['user', 'tool'])|list|length }}{{ messages|selectattr('role', 'ne', 'user')|map(attribute='role')|join('/') }}
{% if messages|selectattr('role', 'equalto', 'tool') %}always{% endif %}{% if messages|selectattr('role', 'equalto', 'tool')|list %}never{% endif %}
{{ [1, 2, 3, 4]|select('odd')|list }}{{ [1, 2, 3, 4]|reject('odd')|list }}{{ [0, 1, '', 'a']|select|list }}{{ [0, 1, none]|reject|list }}{{ [1, 2, 3]|select('gt', 1)|list }}{{ [1, 2, 3]|select('divisibleby', 3)|list }}{{ ['a', 1]|select('string')|list }}{{ [none, 1]|reject('none')|list }}
{% set g = [1, 2, 3]|select('odd') %}{{ g|list }}{{ g|list }}{% set h = [1, 2]|map('string') %}{% for x in h %}{{ x }}{% endfor %}{% for x in h %}{{ x }}{% else %}empty{% endfor %}
{% set g = ['a', 'b', 'c']|map('upper') %}{{ g|first }}{{ g|first }}{{ g|list }}{{ 'B' in ['a', 'b', 'c']|map('upper') }}{{ g is iterable }}{{ g is sequence }}{{ g is defined }}{{ g[0] is defined }}
{{ messages|map(attribute='role')|last }}
{{ [1, 2]|map('string') + [3] }}
{{ [1, 2, 3]|first }}{{ [1, 2, 3]|last }}{{ []|first }}|{{ []|last }}|{{ 'abc'|first }}{{ 'abc'|last }}{{ {'a': 1, 'b': 2}|first }}{{ {'a': 1, 'b': 2}|last }}{{ nothing|first }}{{ (1, 2)|last }}{{ range(3)|last }}
{{ []|first is defined }}{{ [none]|first is none }}
{{ 5|first }}
{{ ['a', 'b']|join }}{{ ['a', 1, none, true]|join('-') }}{{ 'abc'|join('.') }}{{ messages|join(', ', attribute='role') }}{{ nothing|join('x') }}{{ [1, 2]|join(d='+') }}{{ {'a': 1, 'b': 2}|join(',') }}{{ [[1], 'a']|join(' ') }}
{{ [3, 1, 2]|sort }}{{ ['b', 'A', 'c']|sort }}{{ ['b', 'A', 'c']|sort(case_sensitive=true) }}{{ [3, 1, 2]|sort(reverse=true) }}{{ messages|sort(attribute='role')|map(attribute='role')|list }}{{ [1, 2.5, true]|sort }}{{ 'hello'|sort }}
{{ [1, 'a']|sort }}
{{ [none, 1]|sort }}
{{ [1, 2, 1, 3]|unique|list }}{{ ['a', 'A', 'b']|unique|list }}{{ ['a', 'A', 'b']|unique(true)|list }}{{ messages|unique(attribute='role')|map(attribute='role')|list }}{{ [1, true, 1.0]|unique|list }}
{{ [1, 2, 3]|reverse|list }}{{ 'abc'|reverse }}{{ (1, 2)|reverse|list }}{{ 'äb'|reverse }}{% for m in messages|reverse %}{{ m.role }}{% endfor %}{{ [1, 2]|map('string')|reverse }}
{{ ([1, 2]|reverse)|length }}
{{ [1, 2, 3]|sum }}{{ [1.5, 2]|sum }}{{ []|sum }}{{ [{'a': 2}, {'a': 3}]|sum(attribute='a') }}{{ [1]|sum(start=10) }}{{ [[1], [2]]|sum(start=[]) }}
{{ ['a']|sum }}
{{ [3, 1, 2]|min }}{{ [3, 1, 2]|max }}{{ ['b', 'A']|min }}{{ ['b', 'A']|max(case_sensitive=true) }}{{ []|min is defined }}{{ messages|max(attribute='role') is mapping }}
{{ [1, 2, 3, 4, 5]|batch(2)|list }}{{ [1, 2, 3]|batch(2, 'x')|list }}
{{ 'hello world'|capitalize }}{{ 'HELLO'|capitalize }}{{ 'hello wORLD-foo (bar) baz'|title }}{{ 'a b'|upper }}{{ 'A B'|lower }}{{ "it's"|title }}{{ ''|capitalize }}{{ none|upper }}{{ 5|lower }}{{ 'äÖé'|upper }}{{ 'ÄÖÉ'|lower }}{{ 'привет'|upper }}{{ '漢字'|upper }}{{ nothing|upper }}
{{ 'a b'.title() }}{{ "it's a dog's".title() }}{{ 'hello'.capitalize() }}{{ 'HeLLo'.upper() }}{{ 'HeLLo'.lower() }}{{ 'x1y'.title() }}
{{ '  a b  '|trim }}|{{ '  a '.strip() }}|{{ '  a '.lstrip() }}|{{ '  a '.rstrip() }}|{{ 'xxaxx'.strip('x') }}{{ 'xyaxy'.lstrip('yx') }}{{ 'abc'.rstrip('cb') }}{{ 'xax'|trim('x') }}{{ '\n\ta\u00a0\u3000'.strip() }}|{{ 5|trim }}{{ nothing|trim }}{{ 'äaä'.strip('ä') }}
{{ 'a,b,c'.split(',') }}{{ 'a b  c'.split() }}{{ 'a,b,c'.split(',', 1) }}{{ 'a,b,c'.rsplit(',', 1) }}{{ ''.split(',') }}{{ ''.split() }}{{ 'a--b'.split('--')[-1] }}{{ ' a  b '.split(none, 1) }}{{ ' a b c '.rsplit(none, 1) }}{{ 'aXbX'.split('X') }}{{ 'a,b'.split(sep=',') }}{{ 'a,b,c'.split(',', maxsplit=1) }}
{{ 'a'.split('') }}
{{ 'a\nb\r\nc\n'.splitlines() }}{{ 'a\nb'.splitlines(true) }}{{ 'a\n\nb'.splitlines() }}{{ ''.splitlines() }}{{ 'x\u2028y\x0bz'.splitlines() }}
{{ 'aba'.replace('a', 'x') }}{{ 'aba'|replace('a', 'x') }}{{ 'aba'.replace('a', 'x', 1) }}{{ 'aba'|replace('a', 'x', 1) }}{{ 'abc'.replace('', '-') }}{{ 'abc'|replace('', '-', 2) }}{{ 5|replace('5', '6') }}{{ nothing|replace('a', 'b') }}{{ 'a'|replace(old='a', new='b') }}{{ 'aaa'.replace('aa', 'b') }}
{{ 'abc'.startswith('ab') }}{{ 'abc'.endswith('bc') }}{{ 'abc'.startswith(('x', 'a')) }}{{ ''.startswith('') }}{{ 'abc'.endswith(('z',)) }}
{{ 'abc'.startswith(1) }}
{{ 'abcabc'.find('c') }}{{ 'abc'.find('x') }}{{ 'abcabc'.rfind('c') }}{{ 'äöü'.find('ü') }}{{ 'abc'.index('b') }}{{ 'abcabc'.count('bc') }}{{ 'aaa'.count('aa') }}{{ 'abc'.count('') }}
{{ 'abc'.index('x') }}
{{ ','.join(['a', 'b']) }}{{ ''.join([]) }}{{ '-'.join('abc') }}{{ ', '.join(messages|map(attribute='role')) }}
{{ ','.join([1]) }}
{{ 'abc'.removeprefix('ab') }}{{ 'abc'.removesuffix('bc') }}{{ 'abc'.removeprefix('x') }}{{ 'a=b=c'.partition('=') }}{{ 'a=b=c'.rpartition('=') }}{{ 'abc'.partition('x') }}{{ 'abc'.rpartition('x') }}
{{ 'ab'.center(5) }}|{{ 'ab'.center(6, '*') }}|{{ 'a'.ljust(3) }}|{{ 'a'.rjust(3, '.') }}|{{ '7'.zfill(3) }}{{ '-7'.zfill(4) }}{{ 'ab'|center(7) }}|{{ 'abc'.center(4) }}|{{ 'abc'.center(6) }}|
{{ '12'.isdigit() }}{{ 'a1'.isdigit() }}{{ 'ab'.isalpha() }}{{ 'a1'.isalnum() }}{{ ' \t'.isspace() }}{{ ''.isspace() }}{{ 'AB1'.isupper() }}{{ 'ab'.islower() }}{{ ''.isdigit() }}{{ '1'.islower() }}
{{ '{} {}'.format(1, 'a') }}{{ '{0}{1}{0}'.format('a', 'b') }}{{ '{x}'.format(x=5) }}{{ '{{}}'.format() }}
{{ '%s is %d' % ('a', 5) }}{{ '%s' % 'x' }}{{ '%.2f' % 3.14159 }}{{ '%5d|%-5d|%05d' % (1, 2, 3) }}{{ '%x' % 255 }}{{ '%%' % () }}{{ '%s'|format('a') }}{{ '%s-%s'|format(1, none) }}{{ '%(a)s' % {'a': 1} }}{{ '%5s|' % 'ab' }}{{ '%s' % [1, 2] }}
{{ '%s %s' % 'a' }}
{{ '%d' % 'a' }}
{{ 'a' % 1 }}
{{ 'a'.nomethod() }}
{{ 'a'.nomethod is defined }}{{ 'a'.upper is defined }}{{ messages.append is defined }}
{{ ''.__class__ }}
{{ '42'|int }}{{ 'x'|int }}{{ 'x'|int(7) }}{{ '3.7'|int }}{{ 3.9|int }}{{ -3.9|int }}{{ none|int }}{{ [1]|int }}{{ ' 42 '|int }}{{ '1_000'|int }}{{ true|int }}{{ 'x'|int(default=none) }}{{ '+5'|int }}{{ '-5'|int }}{{ ''|int }}{{ '1e3'|int }}
{{ '1.5'|float }}{{ 'x'|float }}{{ 'x'|float(2.5) }}{{ 3|float }}{{ '1e3'|float }}{{ none|float }}{{ ' 2 '|float }}
{{ nothing|int }}
{{ -5|abs }}{{ 5|abs }}{{ -1.5|abs }}{{ 2.567|round }}{{ 2.567|round(2) }}{{ 2.5|round }}{{ 3.5|round }}{{ 42|round }}{{ 2.1|round(0, 'ceil') }}{{ 2.9|round(method='floor') }}{{ 2.675|round(2) }}{{ 42.55|round(1, 'floor') }}{{ 0.5|round|int }}
{{ 'a'|abs }}
{{ 'a\nb\n\nc'|indent }}|{{ 'a\nb'|indent(2) }}|{{ 'a\nb'|indent(2, true) }}|{{ 'a\n\nb'|indent(2, blank=true) }}|{{ 'a\nb'|indent('>>') }}|{{ 'a\nb'|indent(width=3, first=true) }}|{{ ''|indent }}|{{ 'a\n'|indent }}|
{{ 5|indent }}
{{ '<a href="x">&\'</a>'|e }}{{ '<'|escape }}{{ '<b>'|safe }}{{ ('<b>'|safe) + '<i>' }}{{ ('<'|e) ~ '<' }}{{ '<'|e|e }}{{ '<'|safe|length }}{{ ('<a>'|safe).upper() }}{{ '<'|string }}{{ '<'|e|string }}{{ '<' + ('>'|safe) }}{{ 5|e }}{{ ['<'|safe] }}
{{ 'a'|string }}{{ 5|string + 'x' }}{{ none|string }}{{ [1]|string }}{{ true|string }}{{ 1.0|string }}{{ nothing|string }}|
{{ 'abc'|list }}{{ {'a': 1}|list }}{{ (1, 2)|list }}{{ nothing|list }}
{{ 5|list }}
{{ {'a': 1, 'b': [1, 2, {'c': none}], 'd': true, 'e': 1.5, 'f': 'x"y\\\n\t'}|tojson }}{{ [] | tojson }}{{ {}|tojson }}{{ 'ä漢😀\u2028\x01\x7f'|tojson }}{{ (1, 2)|tojson }}{{ none|tojson }}{{ '<>&\''|tojson }}{{ 1e20|tojson }}{{ {1: 2, none: 3, true: 4, 1.5: 5}|tojson }}
{{ {'a': 1, 'b': [1, 2], 'c': {}, 'd': []}|tojson(indent=2) }}{{ [1, [2]]|tojson(indent=0) }}{{ [1]|tojson(indent='\t') }}{{ {'a': 1}|tojson(indent=none) }}
{{ {'b': 1, 'a': {'d': 1, 'c': 2}}|tojson(sort_keys=true) }}{{ [1, 2]|tojson(separators=(',', ':')) }}{{ {'a': 1}|tojson(separators=[',', ':']) }}{{ 'ä漢😀\x7f'|tojson(ensure_ascii=true) }}{{ 'ä'|tojson(ensure_ascii=False) }}{{ {'a': [1]}|tojson(indent=2, separators=(', ', ' : ')) }}{{ {'a': 1}|tojson(true) }}
{{ nothing|tojson }}
{{ {'a': nothing}|tojson }}
{{ range(3)|tojson }}
{{ {'a': 1}.items()|tojson }}
{{ namespace(a=1)|tojson }}
{{ 1 is defined }}{{ nothing is undefined }}{{ none is none }}{{ 1 is number }}{{ true is number }}{{ 1.5 is number }}{{ '1' is number }}{{ 1 is integer }}{{ true is integer }}{{ 1.0 is integer }}{{ 1.0 is float }}{{ 1 is float }}{{ true is boolean }}{{ 1 is boolean }}{{ true is true }}{{ 1 is true }}{{ false is false }}{{ 0 is false }}
{{ 'a' is string }}{{ 1 is string }}{{ [] is sequence }}{{ 'a' is sequence }}{{ {} is sequence }}{{ 1 is sequence }}{{ nothing is sequence }}{{ [] is iterable }}{{ 'a' is iterable }}{{ 1 is iterable }}{{ none is iterable }}{{ nothing is iterable }}{{ {} is mapping }}{{ [] is mapping }}{{ (1,) is sequence }}{{ range(2) is sequence }}{{ {}.items() is sequence }}{{ {}.items() is iterable }}{{ nothing is mapping }}
{{ 1 is eq 1 }}{{ 1 is equalto 2 }}{{ 1 is ne 2 }}{{ 1 is lt 2 }}{{ 1 is le 1 }}{{ 2 is gt 1 }}{{ 2 is ge(2) }}{{ 1 is in [1, 2] }}{{ 'a' is in 'abc' }}{{ 3 is not in [1] }}{{ 1 is lessthan 2 }}{{ 1 is greaterthan 2 }}{{ 3 is odd }}{{ 4 is even }}{{ 9 is divisibleby 3 }}{{ 9 is divisibleby(2) }}{{ 5 is not odd }}{{ none is sameas none }}{{ true is sameas true }}{{ 1 is sameas true }}
{{ 'ABC' is upper }}{{ 'abc' is lower }}{{ 'aBc' is lower }}{{ '1' is upper }}{{ range is callable }}{{ 'a' is callable }}{{ '<'|e is escaped }}{{ 'a' is not string }}{{ not 'a' is string }}
{{ 1 is nosuchtest }}
{{ 'a'|nosuchfilter }}
{% if false %}{{ 'a'|nosuchfilter }}{% endif %}ok
{% if false %}{{ 1 is nosuchtest }}{% endif %}ok
{{ 'x' if messages is sequence and messages is not string else 'y' }}{{ messages is not none and messages is defined }}
{{ messages[0] is mapping }}{{ messages[0].content is string }}{{ messages[0]['content'] is sequence }}{{ tools is none }}{{ documents is none }}{{ tools is defined and tools }}{{ add_generation_prompt is true }}
{{ bos_token }}{{ eos_token }}{{ pad_token }}{{ unk_token is defined }}{{ additional_special_tokens is defined }}{{ enable_thinking is defined }}{{ enable_thinking|default(true) }}
{{ messages[0] }}{{ messages[0].keys()|list }}{{ messages[:2] }}{{ messages[0].items()|list }}
{{ messages[-1].content[-1] }}{{ messages[-1].content[:4] }}{{ messages[2].content.split('</think>')[-1].lstrip('\n').rstrip() }}{{ messages[1:]|length }}{{ messages[::2]|length }}
{{ strftime_now('%Y-%m-%d') }}{{ strftime_now('%d %b %Y') }}{{ strftime_now('%B %d, %Y') }}{{ strftime_now('%-d %B') }}{{ strftime_now('%A') }}{{ strftime_now('%H:%M:%S %p %I') }}{{ strftime_now('%F %T %e %j') }}
{{ raise_exception('no') }}
{{ 'a\nb\tc\\d\'e\"f' }}{{ '\x41\u00e9\U0001F600\101' }}{{ 'a\qb' }}{{ "d'q" }}{{ 'ad' "ja" 'cent' }}{{ '' }}
{{ ((((1)))) }}{{ [[[]]] }}{{ [1, 2,] }}{{ {'a': 1,} }}{{ (1, 2,) }}{{ range(3,)|list }}
{{ [x for x in y] }}
{{ lambda x: x }}
{{ a b }}
{{ 1 if }}
{% if %}{% endif %}
{% for x %}{% endfor %}
{% unknown %}
{% set 1 = 2 %}
{{ }}
{{ 'a'|upper|lower|capitalize }}{{ ('a' ~ 'b')|upper }}{{ 'a' ~ 'b'|upper }}{{ -1|abs }}{{ 1 + 2|string|length }}{{ (1 + 2)|string }}{{ 'a,b'.split(',')|join('-')|upper }}
{{ 'a' if 'b' in 'abc' and not 'z' in 'abc' else 'c' }}{{ 1 + 1 == 2 and 2 * 2 == 4 }}{{ 'ab'[0] ~ 'ab'[1] }}{{ messages|length - 1 }}{{ (messages|length) - 1 }}{{ 2 - 1|abs }}
{{ messages[messages|length - 1].role }}{{ messages[(messages|length - 1) - 1].role }}{{ messages[loop.index0 if loop is defined else 0].role }}
{{ {'user': 'U', 'assistant': 'A'}[messages[1].role] }}{{ {'a': [1, {'b': 'x'}]}.a[1].b }}{{ ({'a': 1}|list)[0] }}
{{ [1, 2, 3].index(2) }}{{ [1, 1].count(1) }}{{ (1, 2).index(2) }}
{{ [1].index(5) }}
{{ [1, 2] * 2 }}{{ (1,) * 3 }}{{ [1] + [2] }}{{ (1,) + (2,) }}{{ [] or 'e' }}{{ [0] and 't' }}
{%- set ns = namespace(found=false) -%}{%- for m in messages -%}{%- if m.role == 'user' and not ns.found -%}{%- set ns.found = true -%}{{ loop.index }}{%- endif -%}{%- endfor -%}{{ ns.found }}
{% for m in messages if m.role == 'user' %}{% if not loop.first %}, {% endif %}{{ loop.index }}/{{ loop.length }}{% endfor %}
{% set content = messages[2].content %}{% if '</think>' in content %}{% set reasoning, answer = content.split('</think>', 1) %}{{ reasoning.split('<think>')[-1].strip() }}|{{ answer.strip() }}{% endif %}
{% set loop_messages = messages[1:] if messages[0].role == 'system' else messages %}{{ loop_messages|length }}{% set system = messages[0].content|trim if messages[0].role == 'system' else '' %}{{ system }}
{% for message in messages %}{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}x{% else %}y{% endif %}{% endfor %}
{% set d = {} %}{% set d = dict(d, a=1) %}{{ d }}{% set l = [] %}{% set l = l + [1] %}{{ l }}
{% set q = [1, 2, 3] %}{% set ns = namespace(t=0) %}{% for i in range(q|length) %}{% set ns.t = ns.t + q[i] %}{% endfor %}{{ ns.t }}
{% for i in range(messages|length - 1, -1, -1) %}{{ messages[i].role[0] }}{% endfor %}
{% macro show(v) %}{% if v is mapping %}{ {%- for k, x in v.items() %}{{ k }}:{{ show(x) }}{% if not loop.last %},{% endif %}{% endfor -%} }{% elif v is string %}'{{ v }}'{% elif v is sequence %}[{% for x in v %}{{ show(x) }}{% if not loop.last %},{% endif %}{% endfor %}]{% else %}{{ v }}{% endif %}{% endmacro %}{{ show({'a': [1, 'x', {'b': none}]}) }}
{{ nothing|items|list }}{{ {'a': 1}|items|list }}
{{ [1]|items }}
{{ 'abc'|batch(2)|map('join')|list }}{{ [1, 2]|map('string')|map('length')|list }}{{ ['1', '2']|map('int')|sum }}{{ [[1, 2], [3]]|map('first')|list }}{{ [{'a': 1}, {'a': 2}]|selectattr('a', 'gt', 1)|list }}
{{ [{'n': {'k': 'b'}}, {'n': {'k': 'a'}}]|sort(attribute='n.k')|map(attribute='n.k')|join }}{{ ['x']|map(attribute='upper') is defined }}
{{ 'a'|default('b') }}{{ false|default('b') }}{{ false|default('b', true) }}{{ messages[9]|default('none') }}{{ messages[0].x|default('y') }}
{{ "a" "b" ~ 'c' }}{{ 'é'|length }}{{ '\n'|length }}{{ '\\n'|length }}{{ 'a{{b}}c' }}{{ '{%' }}
{{ {'a': {'b': 1}} }}{{ {'a':{}} }}{{ {'}}': 1} }}
{{ 5 is odd and 4 is even }}{{ 5 is odd or none }}{{ (5 is odd) ~ 'x' }}{{ 'a' is string == true }}
{{ messages|first|length }}{{ (messages|first).role }}{{ (messages|last)['role'] }}{{ (messages|map(attribute='role')|list)[1] }}
{% set x = true if false %}{{ x is defined }}{{ x }}|{% set y = 'a' if true else 'b' %}{{ y }}
{{ 'x' ~ ('a' if true else 'b') ~ ('c' if false) ~ 'd' }}
{{ [1,2,3]|random is defined }}
{{ 'abc'|wordcount }}
{{ cycler('a', 'b').next() }}
{{ joiner(',') is defined }}{{ cycler is defined }}{{ lipsum is defined }}{{ dict is defined }}{{ namespace is defined }}
{% include 'x' %}
{% import 'x' as y %}
{% if false %}{% include 'x' %}{% endif %}ok
{% if false %}{% from 'x' import y %}{% endif %}ok
{% block a %}x{% endblock %}
{% autoescape true %}{{ '<' }}{% endautoescape %}
{% set ns = namespace() %}{% set ns.x = ns %}{{ ns.x.x is defined }}{{ ns == ns.x }}
{{ 99999999999999999999 }}
{{ 9223372036854775807 + 1 }}
{{ '5' * '5' }}
{{ 0x10 }}
{{ 'ß'|upper }}
{{ '\N{BULLET}' }}
{{ f(*[1]) }}
{{ [3, 1]|sort|first }}{{ ['a', 'b']|last|upper }}{{ 'A-B'|lower|replace('-', '_') }}{{ messages[0].role|capitalize ~ ':' }}
{% for tool in tools or [] %}{{ tool }}{% else %}no tools{% endfor %}{% for t in (tools or []) %}x{% endfor %}{% if tools is iterable and tools | length > 0 %}t{% endif %}
{% if tools is not none and tools|length > 0 %}t{% else %}n{% endif %}{{ (tools or [])|length }}
{% if messages[0]['role'] == 'system' -%}
    {{ messages[0]['content'] }}
{%- endif %}
    {% for m in messages -%}
  {{ m.role }}
    {%- endfor %}

end
"""


def constructs():
    """Each as one string. A line that begins with a space, or a construct without an end, goes on from the line before."""
    result = []
    for line in CONSTRUCTS.strip("\n").split("\n"):
        goes_on = result and (line.startswith(" ") or line in ("", "end") or line.startswith(("{%- endif %}", "line #}")))
        if goes_on:
            result[-1] += "\n" + line
        else:
            result.append(line)
    return result


def pieces():
    """The constructs of one line taken apart, so that one that fails does not hide the others: each {{ }} alone where the
    line has nothing else."""
    import re
    for construct in constructs():
        parts = re.findall(r"\{\{(?:(?!\}\}).)*\}\}\|?", construct)
        if len(parts) > 1 and "".join(parts) == construct and "{%" not in construct and "{{}}" not in construct:
            yield from parts
        else:
            yield construct
