<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
<context>
    <name>Exports</name>
    <message>
        <source>The whole &amp;window…</source>
        <translation>Das ganze &amp;Fenster&#xa0;…</translation>
    </message>
    <message>
        <source>The &amp;lanes…</source>
        <translation>Die &amp;Spuren&#xa0;…</translation>
    </message>
    <message>
        <source>&amp;KV cache…</source>
        <translation>&amp;KV-Cache&#xa0;…</translation>
    </message>
    <message>
        <source>&amp;Vote…</source>
        <translation>&amp;Abstimmung&#xa0;…</translation>
    </message>
    <message>
        <source>The trace that is &amp;read…</source>
        <translation>Den ge&amp;lesenen Trace&#xa0;…</translation>
    </message>
    <message>
        <source>&amp;Events…</source>
        <translation>&amp;Ereignisse&#xa0;…</translation>
    </message>
</context>
<context>
    <name>QObject</name>
    <message>
        <source>now</source>
        <translation>sofort</translation>
    </message>
    <message>
        <source>next run</source>
        <translation>nächster Lauf</translation>
    </message>
    <message>
        <source>Acts at once, also on a run in progress.</source>
        <translation>Gilt sofort, auch für einen laufenden Lauf.</translation>
    </message>
    <message>
        <source>Acts on the next run; a run in progress keeps its value.</source>
        <translation>Gilt für den nächsten Lauf; ein laufender behält seinen Wert.</translation>
    </message>
</context>
<context>
    <name>app</name>
    <message>
        <source>CoT</source>
        <translation>CoT</translation>
    </message>
    <message>
        <source>one trace</source>
        <translation>ein Trace</translation>
    </message>
    <message>
        <source>One trace reasons alone, and its answer is the answer. What every other policy is measured against: the cheapest, and the least sure.</source>
        <translation>Ein einziger Trace denkt allein, und seine Antwort ist die Antwort. Daran misst sich jede andere Strategie: die billigste und die unsicherste.</translation>
    </message>
    <message>
        <source>Self-consistency</source>
        <translation>Self-Consistency</translation>
    </message>
    <message>
        <source>the latest trace waits and is recomputed; every vote counts the same</source>
        <translation>der späteste Trace wartet und wird neu berechnet; jede Stimme zählt gleich</translation>
    </message>
    <message>
        <source>n traces reason at once and each finished one has one vote. When memory is full, the trace that came last gives its memory up, waits, and later computes its tokens again, as vLLM does. Nothing is lost but time.</source>
        <translation>n Traces denken zugleich, und jeder beendete hat eine Stimme. Ist der Speicher voll, gibt der zuletzt gekommene Trace seinen Speicher ab, wartet und berechnet seine Token später neu, wie in vLLM. Verloren geht nur Zeit.</translation>
    </message>
    <message>
        <source>Self-consistency, queued</source>
        <translation>Self-Consistency mit Warteschlange</translation>
    </message>
    <message>
        <source>no more traces at once than fit; the others queue</source>
        <translation>höchstens so viele Traces zugleich, wie hineinpassen; die anderen stehen an</translation>
    </message>
    <message>
        <source>Self-consistency that interrupts a trace only where it must: no more traces run at once than fit at the longest length seen so far, and the others queue. The second fair baseline: less is computed twice, and more time is spent in the queue.</source>
        <translation>Self-Consistency, die einen Trace nur unterbricht, wo sie muss: Es laufen höchstens so viele Traces zugleich, wie bei der größten bisher gesehenen Länge hineinpassen, die anderen stehen an. Die zweite faire Vergleichsbasis: Weniger wird doppelt berechnet, mehr Zeit vergeht in der Warteschlange.</translation>
    </message>
    <message>
        <source>Slim-SC, hidden-state similarity</source>
        <translation>Slim-SC, Ähnlichkeit verborgener Zustände</translation>
    </message>
    <message>
        <source>of two traces that think alike, one is pruned</source>
        <translation>von zwei Traces, die gleich denken, wird einer gekappt</translation>
    </message>
    <message>
        <source>When two running traces think alike, one of them is given up, drawn by the seed. A thought is a step of at least so many tokens, compared by the cosine of the mean last-layer hidden rows of its tokens; a trace takes part once it is as long as the given share of the longest one. After arXiv 2509.13990, whose embedding and delay are not public: these are ours. Plain majority; when memory is full, traces wait.</source>
        <translation>Denken zwei laufende Traces gleich, wird einer davon aufgegeben; der Seed bestimmt, welcher. Ein Gedanke ist ein Schritt mit einer Mindestzahl von Token; verglichen wird der Kosinus der mittleren verborgenen Zustände der letzten Schicht. Ein Trace nimmt teil, sobald er den angegebenen Anteil der Länge des längsten hat. Nach arXiv 2509.13990, dessen Embedding und Verzögerung nicht öffentlich sind: Diese hier sind eigene. Einfache Mehrheit; ist der Speicher voll, warten Traces.</translation>
    </message>
    <message>
        <source>DeepConf-low</source>
        <translation>DeepConf-low</translation>
    </message>
    <message>
        <source>traces below a strict confidence threshold stop</source>
        <translation>Traces unter einem strengen Konfidenz-Schwellenwert stoppen</translation>
    </message>
    <message>
        <source>Confidence of a token is the mean of −ln p over the 20 likeliest tokens; a group is a window of tokens. The warm-up traces run to their end, and a percentile of their lowest group confidences becomes the threshold. Every later trace stops once its window falls below it. Votes weigh as much as the trace&apos;s lowest group confidence; warm-up traces below the threshold do not vote. Low keeps only the most confident traces: about 2 of 16 pass. When memory is full, traces wait. arXiv 2508.15260.</source>
        <translation>Die Konfidenz eines Tokens ist das Mittel von −ln p über die 20 wahrscheinlichsten Token; eine Gruppe ist ein Fenster von Token. Die Traces der Aufwärmphase laufen zu Ende, und ein Perzentil ihrer niedrigsten Gruppenkonfidenzen wird zum Schwellenwert. Jeder spätere Trace stoppt, sobald sein Fenster darunter fällt. Stimmen wiegen so viel wie die niedrigste Gruppenkonfidenz des Trace; Traces der Aufwärmphase unter dem Schwellenwert stimmen nicht ab. „Low“ behält nur die konfidentesten Traces: Etwa 2 von 16 kommen durch. Ist der Speicher voll, warten Traces. arXiv 2508.15260.</translation>
    </message>
    <message>
        <source>DeepConf-high</source>
        <translation>DeepConf-high</translation>
    </message>
    <message>
        <source>traces below a lenient confidence threshold stop</source>
        <translation>Traces unter einem milden Konfidenz-Schwellenwert stoppen</translation>
    </message>
    <message>
        <source>Confidence of a token is the mean of −ln p over the 20 likeliest tokens; a group is a window of tokens. The warm-up traces run to their end, and a percentile of their lowest group confidences becomes the threshold. Every later trace stops once its window falls below it. Votes weigh as much as the trace&apos;s lowest group confidence; warm-up traces below the threshold do not vote. High stops only the least confident traces: about 14 of 16 pass. When memory is full, traces wait. arXiv 2508.15260.</source>
        <translation>Die Konfidenz eines Tokens ist das Mittel von −ln p über die 20 wahrscheinlichsten Token; eine Gruppe ist ein Fenster von Token. Die Traces der Aufwärmphase laufen zu Ende, und ein Perzentil ihrer niedrigsten Gruppenkonfidenzen wird zum Schwellenwert. Jeder spätere Trace stoppt, sobald sein Fenster darunter fällt. Stimmen wiegen so viel wie die niedrigste Gruppenkonfidenz des Trace; Traces der Aufwärmphase unter dem Schwellenwert stimmen nicht ab. „High“ stoppt nur die am wenigsten konfidenten Traces: Etwa 14 von 16 kommen durch. Ist der Speicher voll, warten Traces. arXiv 2508.15260.</translation>
    </message>
    <message>
        <source>STEP</source>
        <translation>STEP</translation>
    </message>
    <message>
        <source>when memory is full, the trace with the lowest score is pruned; votes weigh their trace&apos;s score</source>
        <translation>ist der Speicher voll, wird der Trace mit dem niedrigsten Score gekappt; Stimmen wiegen so viel wie der Score ihres Trace</translation>
    </message>
    <message>
        <source>A small scorer reads the model&apos;s hidden state at the end of every step and says how likely the trace is right. When memory is full, the trace with the lowest mean score is pruned, so nobody waits, and the vote weighs each finished trace by its score. arXiv 2601.09093.</source>
        <translation>Ein kleiner Scorer liest am Ende jedes Schritts den verborgenen Zustand des Modells und sagt, wie wahrscheinlich der Trace richtig ist. Ist der Speicher voll, wird der Trace mit dem niedrigsten mittleren Score gekappt, damit niemand wartet; die Abstimmung gewichtet jeden beendeten Trace nach seinem Score. arXiv 2601.09093.</translation>
    </message>
    <message>
        <source>STEP with refill</source>
        <translation>STEP mit Nachfüllen</translation>
    </message>
    <message>
        <source>as step, and freed memory is filled with branches of the best traces</source>
        <translation>wie STEP, und frei gewordener Speicher wird mit Zweigen der besten Traces gefüllt</translation>
    </message>
    <message>
        <source>STEP, and every so many passes the room that pruning and finishing have left is filled with branches of the best-scored traces; without room the worst give way to them. A branch shares its parent&apos;s text, scores and memory up to where it leaves, then draws its own tokens. The run ends when n traces have completed. Branches are correlated: their votes count for less than they seem to. After Gambit, arXiv 2608.08020.</source>
        <translation>STEP; zusätzlich wird nach je einer Anzahl von Durchläufen der Platz, den gekappte und beendete Traces hinterlassen, mit Zweigen der bestbewerteten Traces gefüllt; fehlt Platz, weichen ihnen die schlechtesten. Ein Zweig teilt Text, Scores und Speicher seines Ursprungs bis zur Abzweigung und zieht dann eigene Token. Der Lauf endet, wenn n Traces fertig sind. Zweige hängen zusammen: Ihre Stimmen zählen weniger, als es scheint. Nach Gambit, arXiv 2608.08020.</translation>
    </message>
    <message>
        <source>KV type</source>
        <translation>KV-Typ</translation>
    </message>
    <message>
        <source>How keys and values are kept. 8 bits take half the memory of bf16, so that traces run longer before memory is full. Automatic: 8 bits on a GPU for models of 1 B parameters or more, else bf16 on a GPU and float32 on the CPU.</source>
        <translation>Wie Keys und Values gespeichert werden. 8 Bit brauchen halb so viel Speicher wie bf16, sodass Traces länger laufen, bis der Speicher voll ist. Automatisch: 8 Bit auf einer GPU für Modelle ab 1 B Parametern, sonst bf16 auf einer GPU und float32 auf der CPU.</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>automatisch</translation>
    </message>
    <message>
        <source>float32 (CPU)</source>
        <translation>float32 (CPU)</translation>
    </message>
    <message>
        <source>bf16</source>
        <translation>bf16</translation>
    </message>
    <message>
        <source>8 bits</source>
        <translation>8 Bit</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Temperatur</translation>
    </message>
    <message>
        <source>Temperature of the sampling; 0 always takes the most likely token</source>
        <translation>Temperatur des Samplings; 0 nimmt stets das wahrscheinlichste Token</translation>
    </message>
    <message>
        <source>Top-p</source>
        <translation>Top-p</translation>
    </message>
    <message>
        <source>Samples among the likeliest tokens that together have this probability; 1 turns it off</source>
        <translation>Zieht aus den wahrscheinlichsten Token, die zusammen diese Wahrscheinlichkeit haben; 1 schaltet es aus</translation>
    </message>
    <message>
        <source>Top-k</source>
        <translation>Top-k</translation>
    </message>
    <message>
        <source>Samples among so many of the likeliest tokens; 0 turns it off</source>
        <translation>Zieht aus so vielen der wahrscheinlichsten Token; 0 schaltet es aus</translation>
    </message>
    <message>
        <source>Max tokens</source>
        <translation>Max. Token</translation>
    </message>
    <message>
        <source>Longest trace, in generated tokens</source>
        <translation>Längster Trace, in erzeugten Token</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Seed</translation>
    </message>
    <message>
        <source>The same seed draws the same numbers for every trace</source>
        <translation>Derselbe Seed zieht für jeden Trace dieselben Zahlen</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>Antworten</translation>
    </message>
    <message>
        <source>How they are compared. As mathematics: \frac{1}{2}, 1/2 and 0.5 are one answer, and so are 2\sqrt{3} and \sqrt{12}. As the reference: votes by the stripped text, right or wrong by value, as STEP&apos;s evaluation does. Raw: texts as they are</source>
        <translation>Wie sie verglichen werden. Als Mathematik: \frac{1}{2}, 1/2 und 0.5 sind eine Antwort, ebenso 2\sqrt{3} und \sqrt{12}. Wie die Referenz: Abstimmung nach bereinigtem Text, richtig oder falsch nach Wert, wie in der Auswertung von STEP. Roh: Texte, wie sie sind</translation>
    </message>
    <message>
        <source>as mathematics</source>
        <translation>als Mathematik</translation>
    </message>
    <message>
        <source>as the reference</source>
        <translation>wie die Referenz</translation>
    </message>
    <message>
        <source>raw text</source>
        <translation>roher Text</translation>
    </message>
    <message>
        <source>Trace score</source>
        <translation>Trace-Score</translation>
    </message>
    <message>
        <source>What a trace&apos;s step scores add up to, for pruning and for its vote. The mean of all steps is the method; the newest steps have seen more of the trace.</source>
        <translation>Was die Schritt-Scores eines Trace zusammen ergeben, fürs Kappen und für seine Stimme. Die Methode nimmt das Mittel aller Schritte; die neuesten Schritte haben mehr vom Trace gesehen.</translation>
    </message>
    <message>
        <source>mean of all steps</source>
        <translation>Mittel aller Schritte</translation>
    </message>
    <message>
        <source>mean of the last five</source>
        <translation>Mittel der letzten fünf</translation>
    </message>
    <message>
        <source>last step</source>
        <translation>letzter Schritt</translation>
    </message>
    <message>
        <source>Unscored trace</source>
        <translation>Trace ohne Score</translation>
    </message>
    <message>
        <source>Zero: counts as score 0, as the reference. Neutral: never pruned while a scored one exists</source>
        <translation>Null: zählt als Score 0, wie die Referenz. Neutral: wird nie gekappt, solange es bewertete gibt</translation>
    </message>
    <message>
        <source>zero</source>
        <translation>null</translation>
    </message>
    <message>
        <source>neutral</source>
        <translation>neutral</translation>
    </message>
    <message>
        <source>Score steps after &lt;/think&gt;</source>
        <translation>Schritte nach &lt;/think&gt; bewerten</translation>
    </message>
    <message>
        <source>As the reference does: steps of the final text count too</source>
        <translation>Wie die Referenz: Auch Schritte des Schlusstextes zählen</translation>
    </message>
    <message>
        <source>Pruned traces vote</source>
        <translation>Gekappte Traces stimmen ab</translation>
    </message>
    <message>
        <source>Pruned traces that had written their box vote too, as in STEP&apos;s public code</source>
        <translation>Auch gekappte Traces, die ihre Box schon geschrieben hatten, stimmen ab, wie im öffentlichen Code von STEP</translation>
    </message>
    <message>
        <source>Votes by hand</source>
        <translation>Stimmen von Hand</translation>
    </message>
    <message>
        <source>A trace that goes on from a step which a person wrote votes like any other, marked by hand, or its vote is left out.</source>
        <translation>Ein Trace, der von einem von Hand geschriebenen Schritt weitergeht, stimmt ab wie jeder andere, als von Hand markiert, oder seine Stimme zählt nicht.</translation>
    </message>
    <message>
        <source>count</source>
        <translation>zählen</translation>
    </message>
    <message>
        <source>are left out</source>
        <translation>zählen nicht</translation>
    </message>
    <message>
        <source>Stop once the vote is decided</source>
        <translation>Stopp, sobald die Abstimmung entschieden ist</translation>
    </message>
    <message>
        <source>Vote lock: stop when the leader&apos;s margin exceeds the number of traces still active. The answer is the same.</source>
        <translation>Stopp, wenn der Vorsprung der führenden Antwort größer ist als die Zahl der noch aktiven Traces. Die Antwort bleibt dieselbe.</translation>
    </message>
    <message>
        <source>Stop once the leader likely wins</source>
        <translation>Stopp, sobald die führende Antwort wohl gewinnt</translation>
    </message>
    <message>
        <source>Beta stop: stop when the leader stays ahead with 95 % probability (4 to 0, 6 to 1, 8 to 2 votes). Not lossless: short traces finish first.</source>
        <translation>Beta-Stopp: Stopp, wenn die führende Antwort mit 95 % Wahrscheinlichkeit vorn bleibt (4 zu 0, 6 zu 1, 8 zu 2 Stimmen). Nicht verlustfrei: Kurze Traces sind zuerst fertig.</translation>
    </message>
    <message>
        <source>Consensus probe</source>
        <translation>Konsens-Sonde</translation>
    </message>
    <message>
        <source>Now and then the running traces are asked, on a side branch, what they would answer. The run stops on a lasting majority, and a trace that long disagrees with it goes. Not lossless (arXiv 2602.03845).</source>
        <translation>Von Zeit zu Zeit werden die laufenden Traces auf einem Nebenzweig gefragt, was sie antworten würden. Bei anhaltender Mehrheit stoppt der Lauf, und ein Trace, der ihr lange widerspricht, geht. Nicht verlustfrei (arXiv 2602.03845).</translation>
    </message>
    <message>
        <source>Keep hidden rows</source>
        <translation>Verborgene Zustände behalten</translation>
    </message>
    <message>
        <source>Beside the recording, in a file of its own: another scorer can then score it without the model, and what-ifs of Slim-SC work. A step of a 4B model takes 10 KB, so 64 traces of 200 steps take 130 MB. The demo model takes 4 % more time.</source>
        <translation>Neben der Aufzeichnung, in einer eigenen Datei: Ein anderer Scorer kann sie dann ohne das Modell bewerten, und „Was wäre wenn“ geht auch mit Slim-SC. Ein Schritt eines 4B-Modells braucht 10 KB, 64 Traces mit 200 Schritten also 130 MB. Das Demomodell braucht 4 % mehr Zeit.</translation>
    </message>
    <message>
        <source>Warm-up traces</source>
        <translation>Aufwärm-Traces</translation>
    </message>
    <message>
        <source>They run to their end and set the threshold</source>
        <translation>Sie laufen zu Ende und legen den Schwellenwert fest</translation>
    </message>
    <message>
        <source>Window, tokens</source>
        <translation>Fenster, Token</translation>
    </message>
    <message>
        <source>Tokens in a group; no trace stops before it has so many</source>
        <translation>Token in einer Gruppe; kein Trace stoppt, bevor er so viele hat</translation>
    </message>
    <message>
        <source>Percentile</source>
        <translation>Perzentil</translation>
    </message>
    <message>
        <source>Of the warm-up traces&apos; lowest group confidences: the threshold</source>
        <translation>Der niedrigsten Gruppenkonfidenzen der Aufwärm-Traces: der Schwellenwert</translation>
    </message>
    <message>
        <source>Stop once 95 % of the weight agrees</source>
        <translation>Stopp, sobald 95 % des Gewichts übereinstimmen</translation>
    </message>
    <message>
        <source>After the warm-up: stop the run when the leader has that share of the vote&apos;s weight</source>
        <translation>Nach der Aufwärmphase: Lauf stoppen, wenn die führende Antwort diesen Anteil am Gewicht hat</translation>
    </message>
    <message>
        <source>Similarity</source>
        <translation>Ähnlichkeit</translation>
    </message>
    <message>
        <source>Cosine above which two thoughts are alike</source>
        <translation>Kosinus, ab dem sich zwei Gedanken gleichen</translation>
    </message>
    <message>
        <source>Thought, least tokens</source>
        <translation>Gedanke, Token mindestens</translation>
    </message>
    <message>
        <source>Shorter steps are no thoughts</source>
        <translation>Kürzere Schritte sind keine Gedanken</translation>
    </message>
    <message>
        <source>Delay, share of the longest</source>
        <translation>Verzögerung, Anteil am längsten</translation>
    </message>
    <message>
        <source>A trace takes part from this share of the longest running trace&apos;s tokens on</source>
        <translation>Ein Trace nimmt ab diesem Anteil der Token des längsten laufenden Trace teil</translation>
    </message>
    <message>
        <source>Passes between refills</source>
        <translation>Durchläufe bis zum Nachfüllen</translation>
    </message>
    <message>
        <source>How often branches are considered</source>
        <translation>Wie oft Zweige erwogen werden</translation>
    </message>
    <message>
        <source>Own tokens of a parent</source>
        <translation>Eigene Token des Ursprungs</translation>
    </message>
    <message>
        <source>A trace may branch once it has written so many tokens of its own</source>
        <translation>Ein Trace darf abzweigen, sobald er so viele eigene Token geschrieben hat</translation>
    </message>
    <message>
        <source>Rule of the refill</source>
        <translation>Regel des Nachfüllens</translation>
    </message>
    <message>
        <source>Which traces branch and which give way to them</source>
        <translation>Welche Traces abzweigen und welche ihnen weichen</translation>
    </message>
    <message>
        <source>this program&apos;s</source>
        <translation>die dieses Programms</translation>
    </message>
    <message>
        <source>Gambit&apos;s</source>
        <translation>die von Gambit</translation>
    </message>
    <message>
        <source>Gambit&apos;s, random parents</source>
        <translation>die von Gambit, zufällige Ursprünge</translation>
    </message>
    <message>
        <source>Resume from blocks that nobody has overwritten</source>
        <translation>Ab nicht überschriebenen Blöcken fortsetzen</translation>
    </message>
    <message>
        <source>A trace that had to wait for memory finds part of its cache again. Off: all of it is computed again.</source>
        <translation>Ein Trace, der auf Speicher warten musste, findet einen Teil seines Cache wieder. Aus: Alles wird neu berechnet.</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>Regeln</translation>
    </message>
    <message>
        <source>As published: the majority of the round that ends the run is its answer. This program&apos;s: the votes are weighed as the policy does, and a tie changes nothing.</source>
        <translation>Wie veröffentlicht: Die Mehrheit der Runde, die den Lauf beendet, ist seine Antwort. Die dieses Programms: Die Stimmen werden gewichtet wie in der Strategie, und ein Gleichstand ändert nichts.</translation>
    </message>
    <message>
        <source>as published</source>
        <translation>wie veröffentlicht</translation>
    </message>
    <message>
        <source>A round every</source>
        <translation>Eine Runde alle</translation>
    </message>
    <message>
        <source>Passes of the model between two rounds; a running trace writes a token a pass</source>
        <translation>Durchläufe des Modells zwischen zwei Runden; ein laufender Trace schreibt je Durchlauf ein Token</translation>
    </message>
    <message>
        <source> passes</source>
        <translation> Durchläufe</translation>
    </message>
    <message>
        <source>Warm-up</source>
        <translation>Aufwärmphase</translation>
    </message>
    <message>
        <source>Nobody stops or goes before so many rounds</source>
        <translation>Vor so vielen Runden stoppt und geht niemand</translation>
    </message>
    <message>
        <source> rounds</source>
        <translation> Runden</translation>
    </message>
    <message>
        <source>Run stops after</source>
        <translation>Lauf stoppt nach</translation>
    </message>
    <message>
        <source>So many rounds in a row with the same majority end the run</source>
        <translation>So viele Runden in Folge mit derselben Mehrheit beenden den Lauf</translation>
    </message>
    <message>
        <source>Trace goes after</source>
        <translation>Trace geht nach</translation>
    </message>
    <message>
        <source>A trace that disagrees with the majority in so many rounds in a row is given up</source>
        <translation>Ein Trace, der der Mehrheit so viele Runden in Folge widerspricht, wird aufgegeben</translation>
    </message>
    <message>
        <source>Nested brackets: the majority goes wrong</source>
        <translation>Verschachtelte Klammern: Die Mehrheit irrt</translation>
    </message>
    <message>
        <source>Counting: the majority goes wrong</source>
        <translation>Zählen: Die Mehrheit irrt</translation>
    </message>
    <message>
        <source>Order of operations</source>
        <translation>Punkt vor Strich</translation>
    </message>
    <message>
        <source>Who has how many: five people</source>
        <translation>Wer hat wie viele: fünf Personen</translation>
    </message>
    <message>
        <source>Equation with two brackets</source>
        <translation>Gleichung mit zwei Klammern</translation>
    </message>
    <message>
        <source>Sequence with remainders</source>
        <translation>Folge mit Resten</translation>
    </message>
    <message>
        <source>Two equations, two unknowns</source>
        <translation>Zwei Gleichungen, zwei Unbekannte</translation>
    </message>
    <message>
        <source>Least common multiple</source>
        <translation>Kleinstes gemeinsames Vielfaches</translation>
    </message>
    <message>
        <source>Remainder of a power</source>
        <translation>Rest einer Potenz</translation>
    </message>
    <message>
        <source>Discount, then increase</source>
        <translation>Rabatt, dann Aufschlag</translation>
    </message>
    <message>
        <source>Apples and melons</source>
        <translation>Äpfel und Melonen</translation>
    </message>
    <message>
        <source>A story in five moves</source>
        <translation>Eine Geschichte in fünf Zügen</translation>
    </message>
</context>
<context>
    <name>sentences</name>
    <message>
        <source>reading the configuration</source>
        <translation>Konfiguration wird gelesen</translation>
    </message>
    <message>
        <source>reading the tokenizer</source>
        <translation>Tokenizer wird gelesen</translation>
    </message>
    <message>
        <source>reading the weights</source>
        <translation>Gewichte werden gelesen</translation>
    </message>
    <message>
        <source>checking the weights</source>
        <translation>Gewichte werden geprüft</translation>
    </message>
    <message>
        <source>this build has no CUDA support</source>
        <translation>dieses Programm ist ohne CUDA gebaut</translation>
    </message>
    <message>
        <source>no CUDA device was found</source>
        <translation>kein CUDA-Gerät gefunden</translation>
    </message>
    <message>
        <source>CUDA is not usable: %1</source>
        <translation>CUDA ist nicht nutzbar: %1</translation>
    </message>
    <message>
        <source>no snapshot of it was downloaded</source>
        <translation>kein Snapshot davon wurde heruntergeladen</translation>
    </message>
    <message>
        <source>config.json is missing</source>
        <translation>config.json fehlt</translation>
    </message>
    <message>
        <source>tokenizer.json is missing</source>
        <translation>tokenizer.json fehlt</translation>
    </message>
    <message>
        <source>stop the run before starting another one</source>
        <translation>den Lauf stoppen, bevor ein anderer startet</translation>
    </message>
    <message>
        <source>stop the run before its traces go on</source>
        <translation>den Lauf stoppen, bevor seine Traces weitergehen</translation>
    </message>
    <message>
        <source>stop the run before training a scorer</source>
        <translation>den Lauf stoppen, bevor ein Scorer trainiert wird</translation>
    </message>
    <message>
        <source>stop the run before starting a study</source>
        <translation>den Lauf stoppen, bevor eine Studie startet</translation>
    </message>
    <message>
        <source>stop the run before scoring a recording</source>
        <translation>den Lauf stoppen, bevor eine Aufzeichnung bewertet wird</translation>
    </message>
    <message>
        <source>stop the traces that go on before choosing another scorer</source>
        <translation>die weitergehenden Traces stoppen, bevor ein anderer Scorer gewählt wird</translation>
    </message>
    <message>
        <source>load a model first, then its scorer</source>
        <translation>zuerst ein Modell laden, dann seinen Scorer</translation>
    </message>
    <message>
        <source>load the run&apos;s model first</source>
        <translation>zuerst das Modell des Laufs laden</translation>
    </message>
    <message>
        <source>load a model before training a scorer for it</source>
        <translation>zuerst ein Modell laden, dann einen Scorer dafür trainieren</translation>
    </message>
    <message>
        <source>load a model before starting a study</source>
        <translation>zuerst ein Modell laden, dann eine Studie starten</translation>
    </message>
    <message>
        <source>load the model that made the recording, %1: %2</source>
        <translation>das Modell der Aufzeichnung laden, %1: %2</translation>
    </message>
    <message>
        <source>no hidden rows were kept beside the recording</source>
        <translation>neben der Aufzeichnung wurden keine verborgenen Zustände aufbewahrt</translation>
    </message>
    <message>
        <source>no model is loaded</source>
        <translation>kein Modell ist geladen</translation>
    </message>
    <message>
        <source>there is no run to steer</source>
        <translation>es gibt keinen Lauf zu steuern</translation>
    </message>
    <message>
        <source>the run has ended; start a new one from the trace instead</source>
        <translation>der Lauf ist beendet; stattdessen vom Trace aus einen neuen starten</translation>
    </message>
    <message>
        <source>the text has ended there; choose an earlier step</source>
        <translation>der Text endet dort; einen früheren Schritt wählen</translation>
    </message>
    <message>
        <source>it would begin with %1 tokens, and a trace of this run ends at %2; choose an earlier step</source>
        <translation>er begänne mit %1 Token, und ein Trace dieses Laufs endet bei %2; einen früheren Schritt wählen</translation>
    </message>
    <message>
        <source>every trace of the run has reached its end; there is nothing to finish</source>
        <translation>alle Traces des Laufs sind zu Ende; es gibt nichts zu Ende zu führen</translation>
    </message>
    <message>
        <source>the recording has no run</source>
        <translation>die Aufzeichnung enthält keinen Lauf</translation>
    </message>
    <message>
        <source>the problem is empty; type a question first</source>
        <translation>die Aufgabe ist leer; zuerst eine Frage eingeben</translation>
    </message>
    <message>
        <source>the problem takes %1 tokens, the model&apos;s context is %2; shorten it</source>
        <translation>die Aufgabe braucht %1 Token, der Kontext des Modells hat %2; bitte kürzen</translation>
    </message>
    <message>
        <source>the KV cache holds %1 blocks; the prompt and one block for each of %2 traces take %3; use n %4 or less, or a KV cache of at least %5 MiB</source>
        <translation>der KV-Cache fasst %1 Blöcke; der Prompt und je ein Block für %2 Traces brauchen %3; n %4 oder weniger verwenden, oder einen KV-Cache von mindestens %5 MiB</translation>
    </message>
    <message>
        <source>the KV cache holds %1 blocks; the prompt and one block for each of %2 traces take %3; use a KV cache of at least %4 MiB</source>
        <translation>der KV-Cache fasst %1 Blöcke; der Prompt und je ein Block für %2 Traces brauchen %3; einen KV-Cache von mindestens %4 MiB verwenden</translation>
    </message>
    <message>
        <source>the KV cache holds %1 blocks; the prompt and one block for each of %2 traces take %3; use n 1, or a KV cache of at least %4 MiB</source>
        <translation>der KV-Cache fasst %1 Blöcke; der Prompt und je ein Block für %2 Traces brauchen %3; n 1 verwenden, oder einen KV-Cache von mindestens %4 MiB</translation>
    </message>
    <message>
        <source>the KV cache holds %1 blocks; the prompt and one block for each of %2 traces take %3; use n %4 or less, or a KV cache of at least %5 tokens</source>
        <translation>der KV-Cache fasst %1 Blöcke; der Prompt und je ein Block für %2 Traces brauchen %3; n %4 oder weniger verwenden, oder einen KV-Cache von mindestens %5 Token</translation>
    </message>
    <message>
        <source>the KV cache holds %1 blocks; the prompt and one block for each of %2 traces take %3; use a KV cache of at least %4 tokens</source>
        <translation>der KV-Cache fasst %1 Blöcke; der Prompt und je ein Block für %2 Traces brauchen %3; einen KV-Cache von mindestens %4 Token verwenden</translation>
    </message>
    <message>
        <source>the KV cache holds %1 blocks; the prompt and one block for each of %2 traces take %3; use n 1, or a KV cache of at least %4 tokens</source>
        <translation>der KV-Cache fasst %1 Blöcke; der Prompt und je ein Block für %2 Traces brauchen %3; n 1 verwenden, oder einen KV-Cache von mindestens %4 Token</translation>
    </message>
    <message>
        <source>%1 needs a step scorer; load one (--scorer FILE) or choose another policy</source>
        <translation>%1 braucht einen Schritt-Scorer; einen laden oder eine andere Strategie wählen</translation>
    </message>
    <message>
        <source>%1 has one trace, so it can go on from one</source>
        <translation>%1 hat einen Trace und kann daher von einem weitergehen</translation>
    </message>
    <message>
        <source>%1: the model has no chat template; choose a plain prompt (--plain-prompt) to continue without it</source>
        <translation>%1: Das Modell hat keine Chat-Vorlage; für ein Weitermachen ohne sie einen einfachen Prompt wählen</translation>
    </message>
    <message>
        <source>%1: the model has no chat template</source>
        <translation>%1: Das Modell hat keine Chat-Vorlage</translation>
    </message>
    <message>
        <source>hidden rows are not kept: %1; the run continues</source>
        <translation>verborgene Zustände werden nicht aufbewahrt: %1; der Lauf geht weiter</translation>
    </message>
    <message>
        <source>recording stopped: %1; the run continues</source>
        <translation>Aufzeichnung abgebrochen: %1; der Lauf geht weiter</translation>
    </message>
    <message>
        <source>the model does not fit: weights and workspace take %1 of %2, of which others use %3</source>
        <translation>das Modell passt nicht: Gewichte und Arbeitsbereich brauchen %1 von %2, wovon andere %3 belegen</translation>
    </message>
    <message>
        <source>the model does not fit: weights and workspace take %1 of %2</source>
        <translation>das Modell passt nicht: Gewichte und Arbeitsbereich brauchen %1 von %2</translation>
    </message>
    <message>
        <source>n = %1: the prompt and one block per trace do not fit; use n = %2 or less, or a KV cache of at least %3</source>
        <translation>n = %1: Der Prompt und ein Block je Trace passen nicht; n = %2 oder weniger verwenden, oder einen KV-Cache von mindestens %3</translation>
    </message>
    <message>
        <source>n = %1: the prompt and one block per trace do not fit; use a KV cache of at least %2</source>
        <translation>n = %1: Der Prompt und ein Block je Trace passen nicht; einen KV-Cache von mindestens %2 verwenden</translation>
    </message>
    <message>
        <source>n = %1: the prompt and one block per trace do not fit; use n = 1, or a KV cache of at least %2</source>
        <translation>n = %1: Der Prompt und ein Block je Trace passen nicht; n = 1 verwenden, oder einen KV-Cache von mindestens %2</translation>
    </message>
    <message>
        <source>n = %1: a KV cache of %2 cannot be reserved, this process may take %3 more (ulimit -v); use --kv-cache-mib below that</source>
        <translation>n = %1: Ein KV-Cache von %2 lässt sich nicht reservieren, dieser Prozess darf noch %3 belegen (ulimit -v); einen kleineren KV-Cache wählen</translation>
    </message>
    <message>
        <source>n = %1: the traces can fill %2 of KV cache, %3 of memory are free for it; use fewer traces or a smaller --kv-cache-mib</source>
        <translation>n = %1: Die Traces können %2 KV-Cache füllen, dafür sind %3 Speicher frei; weniger Traces oder einen kleineren KV-Cache wählen</translation>
    </message>
    <message>
        <source>n = %1: memory saturates near %2 tokens per trace</source>
        <translation>n = %1: Der Speicher ist bei etwa %2 Token je Trace gesättigt</translation>
    </message>
    <message>
        <source>n = %1: memory never saturates, every trace can reach its limit of %2 tokens</source>
        <translation>n = %1: Der Speicher wird nie gesättigt, jeder Trace kann sein Limit von %2 Token erreichen</translation>
    </message>
    <message>
        <source>the recording holds no trace</source>
        <translation>die Aufzeichnung enthält keinen Trace</translation>
    </message>
    <message>
        <source>%1 of %2 is incomplete: %3</source>
        <translation>%1 von %2 ist unvollständig: %3</translation>
    </message>
    <message>
        <source>%1 of %2 are incomplete: %3</source>
        <translation>%1 von %2 sind unvollständig: %3</translation>
    </message>
    <message>
        <source>%1; %2 ended for lack of memory (%3)</source>
        <translation>%1; %2 aus Speichermangel beendet (%3)</translation>
    </message>
    <message>
        <source>%1; %2 not at its end (%3)</source>
        <translation>%1; %2 nicht am Ende (%3)</translation>
    </message>
    <message>
        <source>%1; %2 pruned (%3)</source>
        <translation>%1; %2 gekappt (%3)</translation>
    </message>
    <message>
        <source>%1; %2 stopped (%3)</source>
        <translation>%1; %2 gestoppt (%3)</translation>
    </message>
    <message>
        <source>%1 ended for lack of memory (%2)</source>
        <translation>%1 aus Speichermangel beendet (%2)</translation>
    </message>
    <message>
        <source>%1 not at its end (%2)</source>
        <translation>%1 nicht am Ende (%2)</translation>
    </message>
    <message>
        <source>%1 pruned (%2)</source>
        <translation>%1 gekappt (%2)</translation>
    </message>
    <message>
        <source>%1 stopped (%2)</source>
        <translation>%1 gestoppt (%2)</translation>
    </message>
    <message>
        <source>%1 damaged in the file (%2)</source>
        <translation>%1 in der Datei beschädigt (%2)</translation>
    </message>
    <message>
        <source>run the problem again with --policy sc, whose traces all run to their ends, or let the cut traces finish, or ask for n %1 or less</source>
        <translation>die Aufgabe noch einmal mit Self-Consistency laufen lassen, deren Traces alle zu Ende laufen, oder die gekappten zu Ende führen, oder n %1 oder weniger anfragen</translation>
    </message>
    <message>
        <source>run the problem again with --policy sc, whose traces all run to their ends, or let the cut traces finish, or ask for n %1</source>
        <translation>die Aufgabe noch einmal mit Self-Consistency laufen lassen, deren Traces alle zu Ende laufen, oder die gekappten zu Ende führen, oder n %1 anfragen</translation>
    </message>
    <message>
        <source>run the problem again with --policy sc, whose traces all run to their ends, or let the cut traces finish</source>
        <translation>die Aufgabe noch einmal mit Self-Consistency laufen lassen, deren Traces alle zu Ende laufen, oder die gekappten zu Ende führen</translation>
    </message>
    <message>
        <source>the prompt and one block a trace take %1 blocks</source>
        <translation>der Prompt und ein Block je Trace brauchen %1 Blöcke</translation>
    </message>
    <message>
        <source>the recorded traces have another %1; run the model for that</source>
        <translation>die aufgezeichneten Traces haben eine andere Einstellung: %1; dafür das Modell laufen lassen</translation>
    </message>
    <message>
        <source>rule for steps after the thinking</source>
        <translation>Regel für Schritte nach dem Denken</translation>
    </message>
    <message>
        <source>the recording does not say how long the prompt is or how large a block; record the run again</source>
        <translation>die Aufzeichnung nennt weder die Länge des Prompts noch die Größe eines Blocks; den Lauf neu aufzeichnen</translation>
    </message>
    <message>
        <source>ask for one trace at least</source>
        <translation>mindestens einen Trace anfragen</translation>
    </message>
    <message>
        <source>the recording holds %1; ask for as many or fewer</source>
        <translation>die Aufzeichnung enthält %1; höchstens so viele anfragen</translation>
    </message>
    <message>
        <source>%1 needs step scores, and the recorded run had no scorer; record it with one</source>
        <translation>%1 braucht Schritt-Scores, und der aufgezeichnete Lauf hatte keinen Scorer; mit einem aufzeichnen</translation>
    </message>
    <message>
        <source>some recorded steps have no score, because the scorer came late or the file is damaged; record the run again</source>
        <translation>einige aufgezeichnete Schritte haben keinen Score, weil der Scorer zu spät kam oder die Datei beschädigt ist; den Lauf neu aufzeichnen</translation>
    </message>
    <message>
        <source>%1 needs the confidence of every token, which an older version did not record; record the run again</source>
        <translation>%1 braucht die Konfidenz jedes Tokens, die eine ältere Version nicht aufzeichnete; den Lauf neu aufzeichnen</translation>
    </message>
    <message>
        <source>recorded traces end at %1 tokens, and nobody knows how they would go on; run the model for longer traces</source>
        <translation>aufgezeichnete Traces enden bei %1 Token, und niemand weiß, wie sie weitergingen; für längere Traces das Modell laufen lassen</translation>
    </message>
    <message>
        <source>%1 branches traces, and a recording does not hold what the branches would draw; run the model for that</source>
        <translation>%1 zweigt Traces ab, und eine Aufzeichnung enthält nicht, was die Zweige zögen; dafür das Modell laufen lassen</translation>
    </message>
    <message>
        <source>%1 compares hidden states, and no hidden rows were kept with the recording (--record-hidden); run the model for that</source>
        <translation>%1 vergleicht verborgene Zustände, und mit der Aufzeichnung wurden keine aufbewahrt; dafür das Modell laufen lassen</translation>
    </message>
    <message>
        <source>%1 branches traces, and a recording does not hold what the branches would draw</source>
        <translation>%1 zweigt Traces ab, und eine Aufzeichnung enthält nicht, was die Zweige zögen</translation>
    </message>
    <message>
        <source>%1 compares hidden states, and no hidden rows were kept with the recording (--record-hidden)</source>
        <translation>%1 vergleicht verborgene Zustände, und mit der Aufzeichnung wurden keine aufbewahrt</translation>
    </message>
    <message>
        <source>the consensus probe asks traces for answers, and a recording does not hold what they would reply; run the model for that</source>
        <translation>die Konsens-Sonde fragt Traces nach Antworten, und eine Aufzeichnung enthält nicht, was sie erwidern würden; dafür das Modell laufen lassen</translation>
    </message>
    <message>
        <source>%1: the file is empty</source>
        <translation>%1: Die Datei ist leer</translation>
    </message>
    <message>
        <source>%1: not a Stepscope recording: the file is empty</source>
        <translation>%1: keine Stepscope-Aufzeichnung: Die Datei ist leer</translation>
    </message>
    <message>
        <source>not a Stepscope recording: the first line is no header</source>
        <translation>keine Stepscope-Aufzeichnung: Die erste Zeile ist kein Kopf</translation>
    </message>
    <message>
        <source>%1: not a Stepscope recording: the first line is no header</source>
        <translation>%1: keine Stepscope-Aufzeichnung: Die erste Zeile ist kein Kopf</translation>
    </message>
    <message>
        <source>the recording ends in the middle of a line; everything before it is shown</source>
        <translation>die Aufzeichnung endet mitten in einer Zeile; alles davor wird gezeigt</translation>
    </message>
    <message>
        <source>%1; this line and everything after it are left out</source>
        <translation>%1; diese Zeile und alles danach entfallen</translation>
    </message>
    <message>
        <source>%1 of unknown event types skipped</source>
        <translation>%1 mit unbekannten Ereignisarten übersprungen</translation>
    </message>
    <message>
        <source>1 line</source>
        <translation>1 Zeile</translation>
    </message>
    <message>
        <source>%1 lines</source>
        <translation>%1 Zeilen</translation>
    </message>
    <message>
        <source>%1: cannot be opened</source>
        <translation>%1: kann nicht geöffnet werden</translation>
    </message>
    <message>
        <source>%1: no such file</source>
        <translation>%1: Datei nicht vorhanden</translation>
    </message>
    <message>
        <source>%1: cannot be written</source>
        <translation>%1: kann nicht geschrieben werden</translation>
    </message>
    <message>
        <source>%1: cannot be written: %2</source>
        <translation>%1: kann nicht geschrieben werden: %2</translation>
    </message>
    <message>
        <source>%1: cannot write the recording: %2</source>
        <translation>%1: Die Aufzeichnung kann nicht geschrieben werden: %2</translation>
    </message>
    <message>
        <source>%1: cannot be removed: %2</source>
        <translation>%1: kann nicht entfernt werden: %2</translation>
    </message>
    <message>
        <source>it is not a file</source>
        <translation>es ist keine Datei</translation>
    </message>
    <message>
        <source>it is a symbolic link; name the file itself, or another one</source>
        <translation>es ist ein symbolischer Link; die Datei selbst angeben oder eine andere</translation>
    </message>
    <message>
        <source>the file exists and is not a recording; choose another name, or remove it</source>
        <translation>die Datei ist vorhanden und keine Aufzeichnung; einen anderen Namen wählen oder sie entfernen</translation>
    </message>
    <message>
        <source>another run is recording to it; choose another name</source>
        <translation>ein anderer Lauf zeichnet darin auf; einen anderen Namen wählen</translation>
    </message>
    <message>
        <source>the note has no text</source>
        <translation>die Notiz hat keinen Text</translation>
    </message>
    <message>
        <source>the note has %1 bytes, at most %2 are kept</source>
        <translation>die Notiz hat %1 Bytes, höchstens %2 werden aufbewahrt</translation>
    </message>
    <message>
        <source>the recording has %1 notes, which is the most; delete one first</source>
        <translation>die Aufzeichnung hat %1 Notizen, mehr gehen nicht; zuerst eine löschen</translation>
    </message>
    <message>
        <source>1 block</source>
        <translation>1 Block</translation>
    </message>
    <message>
        <source>%1 blocks</source>
        <translation>%1 Blöcke</translation>
    </message>
    <message>
        <source>1 token</source>
        <translation>1 Token</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 Token</translation>
    </message>
    <message>
        <source>1 trace</source>
        <translation>1 Trace</translation>
    </message>
    <message>
        <source>%1 traces</source>
        <translation>%1 Traces</translation>
    </message>
    <message>
        <source>1 round</source>
        <translation>1 Runde</translation>
    </message>
    <message>
        <source>%1 rounds</source>
        <translation>%1 Runden</translation>
    </message>
    <message>
        <source>1 answer</source>
        <translation>1 Antwort</translation>
    </message>
    <message>
        <source>%1 answers</source>
        <translation>%1 Antworten</translation>
    </message>
    <message>
        <source>1 vote</source>
        <translation>1 Stimme</translation>
    </message>
    <message>
        <source>%1 votes</source>
        <translation>%1 Stimmen</translation>
    </message>
    <message>
        <source>lowest</source>
        <translation>niedrigster</translation>
    </message>
    <message>
        <source>drawn</source>
        <translation>gezogen</translation>
    </message>
    <message>
        <source>longest</source>
        <translation>längster</translation>
    </message>
    <message>
        <source>least likely</source>
        <translation>unwahrscheinlichster</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>gestoppt</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>pruned</source>
        <translation>gekappt</translation>
    </message>
    <message>
        <source>right</source>
        <translation>richtig</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>falsch</translation>
    </message>
    <message>
        <source>demo</source>
        <translation>Demo</translation>
    </message>
    <message>
        <source>%1; %2 was next, but is protected</source>
        <translation>%1; %2 wäre an der Reihe, ist aber geschützt</translation>
    </message>
    <message>
        <source>%1; every running trace is protected, so the policy&apos;s own order decided</source>
        <translation>%1; jeder laufende Trace ist geschützt, daher entschied die Reihenfolge der Strategie</translation>
    </message>
    <message>
        <source>%1; frees %2</source>
        <translation>%1; gibt %2 frei</translation>
    </message>
    <message>
        <source>pruned at %1 to make room for a branch, among %2</source>
        <translation>bei %1 gekappt, um einem Zweig Platz zu machen, unter %2</translation>
    </message>
    <message>
        <source>pruned before its first score to make room for a branch, among %1</source>
        <translation>vor dem ersten Score gekappt, um einem Zweig Platz zu machen, unter %1</translation>
    </message>
    <message>
        <source>%1 to make room for a branch, among %2</source>
        <translation>%1, um einem Zweig Platz zu machen, unter %2</translation>
    </message>
    <message>
        <source>before its first score to make room for a branch, among %1</source>
        <translation>vor dem ersten Score, um einem Zweig Platz zu machen, unter %1</translation>
    </message>
    <message>
        <source>pruned at %1, %2 of %3</source>
        <translation>gekappt bei %1, %2 von %3</translation>
    </message>
    <message>
        <source>pruned before its first score, %1 of %2</source>
        <translation>vor dem ersten Score gekappt, %1 von %2</translation>
    </message>
    <message>
        <source>before its first score, %1 of %2</source>
        <translation>vor dem ersten Score, %1 von %2</translation>
    </message>
    <message>
        <source>pruned: its newest thought is like that of %1 (similarity %2)</source>
        <translation>gekappt: sein neuester Gedanke gleicht dem von %1 (Ähnlichkeit %2)</translation>
    </message>
    <message>
        <source>its newest thought is like that of %1 (similarity %2)</source>
        <translation>sein neuester Gedanke gleicht dem von %1 (Ähnlichkeit %2)</translation>
    </message>
    <message>
        <source>pruned: probed, it disagrees with the majority in %1 rounds in a row</source>
        <translation>gekappt: widerspricht bei Abfragen der Mehrheit in %1 Runden in Folge</translation>
    </message>
    <message>
        <source>probed, it disagrees with the majority in %1 rounds in a row</source>
        <translation>widerspricht bei Abfragen der Mehrheit in %1 Runden in Folge</translation>
    </message>
    <message>
        <source>stopped early: group confidence %1 is below %2</source>
        <translation>vorzeitig gestoppt: Gruppenkonfidenz %1 liegt unter %2</translation>
    </message>
    <message>
        <source>pruned by hand at %1, among %2</source>
        <translation>von Hand gekappt bei %1, unter %2</translation>
    </message>
    <message>
        <source>pruned by hand, among %1</source>
        <translation>von Hand gekappt, unter %1</translation>
    </message>
    <message>
        <source>by hand at %1, among %2</source>
        <translation>von Hand bei %1, unter %2</translation>
    </message>
    <message>
        <source>by hand, among %1</source>
        <translation>von Hand, unter %1</translation>
    </message>
    <message>
        <source>preempted, waits for memory</source>
        <translation>verdrängt, wartet auf Speicher</translation>
    </message>
    <message>
        <source>waits for memory</source>
        <translation>wartet auf Speicher</translation>
    </message>
    <message>
        <source>resumed, recomputes %1</source>
        <translation>fortgesetzt, berechnet %1 neu</translation>
    </message>
    <message>
        <source>KV cache saturated for the first time: %1 needed, %2 free, %3 running</source>
        <translation>KV-Cache zum ersten Mal gesättigt: %1 nötig, %2 frei, %3 laufend</translation>
    </message>
    <message>
        <source>KV cache set to %1</source>
        <translation>KV-Cache auf %1 gesetzt</translation>
    </message>
    <message>
        <source>n set to %1</source>
        <translation>n auf %1 gesetzt</translation>
    </message>
    <message>
        <source>would stop early at group confidence %1, but is protected</source>
        <translation>würde bei Gruppenkonfidenz %1 vorzeitig stoppen, ist aber geschützt</translation>
    </message>
    <message>
        <source>would go for its similarity %1, but is protected</source>
        <translation>würde wegen der Ähnlichkeit %1 gehen, ist aber geschützt</translation>
    </message>
    <message>
        <source>would go because its probes disagree with the majority, but is protected</source>
        <translation>würde gehen, weil seine Abfragen der Mehrheit widersprechen, ist aber geschützt</translation>
    </message>
    <message>
        <source>would make room for a branch, but is protected</source>
        <translation>würde einem Zweig Platz machen, ist aber geschützt</translation>
    </message>
    <message>
        <source>would be pruned, but is protected</source>
        <translation>würde gekappt, ist aber geschützt</translation>
    </message>
    <message>
        <source>protected by hand</source>
        <translation>von Hand geschützt</translation>
    </message>
    <message>
        <source>no longer protected</source>
        <translation>nicht mehr geschützt</translation>
    </message>
    <message>
        <source>branches from %1 after %2, shares %3</source>
        <translation>zweigt von %1 nach %2 ab, teilt %3</translation>
    </message>
    <message>
        <source>%1 and goes on with %2 written by hand</source>
        <translation>%1 und geht mit %2 von Hand weiter</translation>
    </message>
    <message>
        <source>leaves %1 after %2</source>
        <translation>verlässt %1 nach %2</translation>
    </message>
    <message>
        <source>begins with %1 of %2 of an earlier run</source>
        <translation>beginnt mit %1 von %2 eines früheren Laufs</translation>
    </message>
    <message>
        <source>begins with %1</source>
        <translation>beginnt mit %1</translation>
    </message>
    <message>
        <source>%1 (length limit)</source>
        <translation>%1 (Längenlimit)</translation>
    </message>
    <message>
        <source>%1 (the KV cache is full)</source>
        <translation>%1 (der KV-Cache ist voll)</translation>
    </message>
    <message>
        <source>%1 when probed</source>
        <translation>%1 bei einer Abfrage</translation>
    </message>
    <message>
        <source>%1, written before it was pruned</source>
        <translation>%1, geschrieben vor dem Kappen</translation>
    </message>
    <message>
        <source>%1, by hand</source>
        <translation>%1, von Hand</translation>
    </message>
    <message>
        <source>%1 until the warm-up sets the threshold</source>
        <translation>%1, bis die Aufwärmphase den Schwellenwert festlegt</translation>
    </message>
    <message>
        <source>answers %1 with weight %2</source>
        <translation>antwortet %1 mit Gewicht %2</translation>
    </message>
    <message>
        <source>answers %1</source>
        <translation>antwortet %1</translation>
    </message>
    <message>
        <source>%1 without an answer</source>
        <translation>%1 ohne Antwort</translation>
    </message>
    <message>
        <source>%1, written by hand: its vote is left out</source>
        <translation>%1, von Hand geschrieben: seine Stimme zählt nicht</translation>
    </message>
    <message>
        <source>%1, not confident enough to vote</source>
        <translation>%1, nicht konfident genug, um abzustimmen</translation>
    </message>
    <message>
        <source>%1 without a score</source>
        <translation>%1 ohne Score</translation>
    </message>
    <message>
        <source>%1 leads the vote</source>
        <translation>%1 führt</translation>
    </message>
    <message>
        <source>no confident trace has an answer: all finished traces vote</source>
        <translation>kein konfidenter Trace hat eine Antwort: alle beendeten stimmen ab</translation>
    </message>
    <message>
        <source>the probed majority is the answer: every answer of the last round has one vote</source>
        <translation>die abgefragte Mehrheit ist die Antwort: jede Antwort der letzten Runde hat eine Stimme</translation>
    </message>
    <message>
        <source>warm-up over: %1 traces set the confidence threshold to %2 (percentile %3)</source>
        <translation>Aufwärmphase vorbei: %1 Traces setzen den Konfidenz-Schwellenwert auf %2 (Perzentil %3)</translation>
    </message>
    <message>
        <source>%1; no memory to ask %2 more</source>
        <translation>%1; kein Speicher, um %2 weitere zu fragen</translation>
    </message>
    <message>
        <source>probe %1: %2 asked, %3 of %4 agree on %5, the majority in %6 in a row</source>
        <translation>Abfrage %1: %2 gefragt, %3 von %4 stimmen in %5 überein, Mehrheit in %6 in Folge</translation>
    </message>
    <message>
        <source>probe %1: %2 asked</source>
        <translation>Abfrage %1: %2 gefragt</translation>
    </message>
    <message>
        <source>every recorded step scored again by %1</source>
        <translation>jeder aufgezeichnete Schritt neu bewertet von %1</translation>
    </message>
    <message>
        <source>run finished</source>
        <translation>Lauf beendet</translation>
    </message>
    <message>
        <source>run stopped</source>
        <translation>Lauf gestoppt</translation>
    </message>
    <message>
        <source>run stopped: the vote is decided</source>
        <translation>Lauf gestoppt: die Abstimmung ist entschieden</translation>
    </message>
    <message>
        <source>run stopped: the leader most likely stays ahead</source>
        <translation>Lauf gestoppt: die führende Antwort bleibt höchstwahrscheinlich vorn</translation>
    </message>
    <message>
        <source>run stopped: the answers agree</source>
        <translation>Lauf gestoppt: die Antworten stimmen überein</translation>
    </message>
    <message>
        <source>run stopped: the probed majority has long been the same</source>
        <translation>Lauf gestoppt: die abgefragte Mehrheit ist seit Langem dieselbe</translation>
    </message>
    <message>
        <source>run failed: %1</source>
        <translation>Lauf fehlgeschlagen: %1</translation>
    </message>
    <message>
        <source>trace %1 ended: it needs more KV cache than there is</source>
        <translation>Trace %1 beendet: Er braucht mehr KV-Cache, als es gibt</translation>
    </message>
    <message>
        <source>trace %1 ended: it alone fills the KV cache</source>
        <translation>Trace %1 beendet: Er füllt allein den KV-Cache</translation>
    </message>
    <message>
        <source>too much for one run: %1 are left out</source>
        <translation>zu viel für einen Lauf: ausgelassen sind %1</translation>
    </message>
    <message>
        <source>traces from number %1 on</source>
        <translation>Traces ab Nummer %1</translation>
    </message>
    <message>
        <source>lanes from number %1 on</source>
        <translation>Spuren ab Nummer %1</translation>
    </message>
    <message>
        <source>branches from number %1 on</source>
        <translation>Zweige ab Nummer %1</translation>
    </message>
    <message>
        <source>later probes and other scores</source>
        <translation>spätere Abfragen und andere Scores</translation>
    </message>
    <message>
        <source>%1. Right among the kept: %2 of %3; among all: %4 of %5.</source>
        <translation>%1. Richtig unter den behaltenen: %2 von %3; unter allen: %4 von %5.</translation>
    </message>
    <message>
        <source>%1. The run&apos;s answer among the kept: %2 of %3; among all: %4 of %5.</source>
        <translation>%1. Die Antwort des Laufs unter den behaltenen: %2 von %3; unter allen: %4 von %5.</translation>
    </message>
    <message>
        <source>%1, %2 has not finished</source>
        <translation>%1, %2 ist nicht fertig</translation>
    </message>
    <message>
        <source>%1, %2 have not finished</source>
        <translation>%1, %2 sind nicht fertig</translation>
    </message>
    <message>
        <source>%1 (%2 without an answer)</source>
        <translation>%1 (%2 ohne Antwort)</translation>
    </message>
    <message>
        <source>%1: %2 would have been right, %3 wrong</source>
        <translation>%1: davon wären %2 richtig gewesen, %3 falsch</translation>
    </message>
    <message>
        <source>%1: %2 would have given the run&apos;s answer, %3 not</source>
        <translation>%1: davon hätten %2 die Antwort des Laufs gegeben, %3 nicht</translation>
    </message>
    <message>
        <source>%1 pruned, %2 stopped</source>
        <translation>%1 gekappt, %2 gestoppt</translation>
    </message>
    <message>
        <source>%1 pruned</source>
        <translation>%1 gekappt</translation>
    </message>
    <message>
        <source>%1 stopped</source>
        <translation>%1 gestoppt</translation>
    </message>
    <message>
        <source>Neither has an answer.</source>
        <translation>Keiner hat eine Antwort.</translation>
    </message>
    <message>
        <source>Both say %1.</source>
        <translation>Beide antworten %1.</translation>
    </message>
    <message>
        <source>%1 has no answer, %2 says %3.</source>
        <translation>%1 hat keine Antwort, %2 antwortet %3.</translation>
    </message>
    <message>
        <source>%1 says %2, %3 has no answer.</source>
        <translation>%1 antwortet %2, %3 hat keine Antwort.</translation>
    </message>
    <message>
        <source>%1 says %2, %3 says %4. Their traces wrote different text, so nothing else explains it.</source>
        <translation>%1 antwortet %2, %3 antwortet %4. Ihre Traces schrieben verschiedene Texte; mehr ist dazu nicht zu erklären.</translation>
    </message>
    <message>
        <source>%1 says %2, %3 says %4: in %5, %6. Its traces have nothing to weigh them by, so nobody can say what weights would have changed.</source>
        <translation>%1 antwortet %2, %3 antwortet %4: In %5 %6. Für seine Traces gibt es keine Gewichte, daher bleibt offen, was Gewichte geändert hätten.</translation>
    </message>
    <message>
        <source>The weights decide: %1; %2.</source>
        <translation>Die Gewichte entscheiden: %1; %2.</translation>
    </message>
    <message>
        <source>The difference is who votes: in %1, %2; %3.</source>
        <translation>Entscheidend ist, wer abstimmt: In %1 %2; %3.</translation>
    </message>
    <message>
        <source>Weights or selection, each alone would be enough: in %1, %2; %3.</source>
        <translation>Gewichte oder Auswahl, jedes allein genügte: In %1 %2; %3.</translation>
    </message>
    <message>
        <source>It takes both the weights and who votes: in %1, %2; %3; %4.</source>
        <translation>Erst Gewichte und Auswahl zusammen machen den Unterschied: In %1 %2; %3; %4.</translation>
    </message>
    <message>
        <source>%1 of its %2 for %3 comes from traces that %4 cut</source>
        <translation>kommt %1 von %2 für %3 aus Traces, die %4 gekappt hat</translation>
    </message>
    <message>
        <source>%1 of its %2 for %3 come from traces that %4 cut</source>
        <translation>kommen %1 von %2 für %3 aus Traces, die %4 gekappt hat</translation>
    </message>
    <message>
        <source>by count, %1 has %2 for %3 and %4 for %5</source>
        <translation>nach Zahl hat %1 %2 für %3 und %4 für %5</translation>
    </message>
    <message>
        <source>by weight, %1 has %2 for %3 and %4 for %5</source>
        <translation>nach Gewicht hat %1 %2 für %3 und %4 für %5</translation>
    </message>
    <message>
        <source>They first differ in pass %1: %2 %3 (%4 s), %5 %6 (%7 s).</source>
        <translation>Zuerst unterscheiden sie sich in Durchlauf %1: %2 %3 (%4 s), %5 %6 (%7 s).</translation>
    </message>
    <message>
        <source>They decide the same throughout, but %1 leaves out %2 of %3.</source>
        <translation>Sie entscheiden durchweg gleich, aber %1 lässt %2 von %3 weg.</translation>
    </message>
    <message>
        <source>%1, and %2 branch that %3 does not have</source>
        <translation>%1 und %2 Zweig, den %3 nicht hat,</translation>
    </message>
    <message>
        <source>%1, and %2 branches that %3 does not have</source>
        <translation>%1 und %2 Zweige, die %3 nicht hat,</translation>
    </message>
    <message>
        <source>They decide the same throughout.</source>
        <translation>Sie entscheiden durchweg gleich.</translation>
    </message>
    <message>
        <source>%1 cut %2. In %3, %4 of them ends right, %5 wrong, %6 unknown.</source>
        <translation>%1 hat %2 gekappt. In %3 endet davon %4 richtig, %5 falsch, %6 unbekannt.</translation>
    </message>
    <message>
        <source>%1 cut %2. In %3, %4 of them end right, %5 wrong, %6 unknown.</source>
        <translation>%1 hat %2 gekappt. In %3 enden davon %4 richtig, %5 falsch, %6 unbekannt.</translation>
    </message>
    <message>
        <source>%1 cut %2. In %3, %4 of them ends right, %5 wrong.</source>
        <translation>%1 hat %2 gekappt. In %3 endet davon %4 richtig, %5 falsch.</translation>
    </message>
    <message>
        <source>%1 cut %2. In %3, %4 of them end right, %5 wrong.</source>
        <translation>%1 hat %2 gekappt. In %3 enden davon %4 richtig, %5 falsch.</translation>
    </message>
    <message>
        <source>prunes %1 of %2 running, score %3</source>
        <translation>kappt %1 von %2 laufenden, Score %3</translation>
    </message>
    <message>
        <source>prunes %1 of %2 running</source>
        <translation>kappt %1 von %2 laufenden</translation>
    </message>
    <message>
        <source>prunes %1, score %2</source>
        <translation>kappt %1, Score %2</translation>
    </message>
    <message>
        <source>prunes %1</source>
        <translation>kappt %1</translation>
    </message>
    <message>
        <source>lets %1 wait</source>
        <translation>lässt %1 warten</translation>
    </message>
    <message>
        <source>resumes %1</source>
        <translation>setzt %1 fort</translation>
    </message>
    <message>
        <source>starts %1</source>
        <translation>startet %1</translation>
    </message>
    <message>
        <source>branches %1 off %2</source>
        <translation>zweigt %1 von %2 ab</translation>
    </message>
    <message>
        <source>lets %1 finish</source>
        <translation>lässt %1 fertig werden</translation>
    </message>
    <message>
        <source>lets %1 reach its limit</source>
        <translation>lässt %1 das Limit erreichen</translation>
    </message>
    <message>
        <source>ends %1, which fills the memory alone</source>
        <translation>beendet %1, der allein den Speicher füllt</translation>
    </message>
    <message>
        <source>stops %1</source>
        <translation>stoppt %1</translation>
    </message>
    <message>
        <source>does not</source>
        <translation>geht ohne das weiter</translation>
    </message>
    <message>
        <source>the runs are of different problems</source>
        <translation>die Läufe gehören zu verschiedenen Aufgaben</translation>
    </message>
    <message>
        <source>What if: %1</source>
        <translation>Was wäre wenn: %1</translation>
    </message>
    <message>
        <source>%1; %2 lost (%3)</source>
        <translation>%1; %2 verloren (%3)</translation>
    </message>
    <message>
        <source>%1 lost (%2)</source>
        <translation>%1 verloren (%2)</translation>
    </message>
    <message>
        <source>that needs the model itself, and this run&apos;s is on a server</source>
        <translation>das braucht das Modell selbst, und das dieses Laufs ist auf einem Server</translation>
    </message>
    <message>
        <source>no model is behind this run, because its passes come from a recording</source>
        <translation>hinter diesem Lauf steht kein Modell, denn seine Durchläufe stammen aus einer Aufzeichnung</translation>
    </message>
    <message>
        <source>traces on a server cannot be forked or edited; use a model of this machine</source>
        <translation>Traces auf einem Server lassen sich nicht abzweigen oder umschreiben; ein Modell dieses Rechners verwenden</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>verloren</translation>
    </message>
    <message>
        <source>loses %1</source>
        <translation>verliert %1</translation>
    </message>
    <message>
        <source>trace %1 was lost: %2</source>
        <translation>Trace %1 ging verloren: %2</translation>
    </message>
    <message>
        <source>traces %1 were lost: %2</source>
        <translation>Traces %1 gingen verloren: %2</translation>
    </message>
    <message>
        <source>1 request</source>
        <translation>1 Anfrage</translation>
    </message>
    <message>
        <source>%1 requests</source>
        <translation>%1 Anfragen</translation>
    </message>
    <message>
        <source>%1 had to be sent again</source>
        <translation>%1 erneut gesendet</translation>
    </message>
    <message>
        <source>no more step scores come: %1</source>
        <translation>es kommen keine Schritt-Scores mehr: %1</translation>
    </message>
</context>
<context>
    <name>ui</name>
    <message>
        <source>Not measured: the problems set aside have right traces only, or wrong ones only. Train on more problems.</source>
        <translation>Nicht gemessen: Die zurückgelegten Aufgaben haben nur richtige oder nur falsche Traces. Auf mehr Aufgaben trainieren.</translation>
    </message>
    <message>
        <source>1 test problem</source>
        <translation>1 Testaufgabe</translation>
    </message>
    <message>
        <source>%1 test problems</source>
        <translation>%1 Testaufgaben</translation>
    </message>
    <message>
        <source>1 validation problem</source>
        <translation>1 Validierungsaufgabe</translation>
    </message>
    <message>
        <source>%1 validation problems</source>
        <translation>%1 Validierungsaufgaben</translation>
    </message>
    <message>
        <source>Worse than chance: of a right and a wrong trace, it prefers the wrong one in %1 of 100 cases (AUC %2 on %3). It would prune the right traces.</source>
        <translation>Schlechter als Zufall: Von einem richtigen und einem falschen Trace bevorzugt er in %1 von 100 Fällen den falschen (AUC %2 auf %3). Er würde die richtigen Traces kappen.</translation>
    </message>
    <message>
        <source>It prefers the right one of a right and a wrong trace in %1 of 100 cases (AUC %2 on %3).</source>
        <translation>Von einem richtigen und einem falschen Trace bevorzugt er in %1 von 100 Fällen den richtigen (AUC %2 auf %3).</translation>
    </message>
    <message>
        <source>Better than the scorer in use</source>
        <translation>Besser als der verwendete Scorer</translation>
    </message>
    <message>
        <source>Worse than the scorer in use</source>
        <translation>Schlechter als der verwendete Scorer</translation>
    </message>
    <message>
        <source>As good as the scorer in use</source>
        <translation>Ebenso gut wie der verwendete Scorer</translation>
    </message>
    <message>
        <source>%1: AUC %2 against %3 on the same %4.</source>
        <translation>%1: AUC %2 gegenüber %3 auf denselben %4.</translation>
    </message>
    <message>
        <source>So few problems say little.</source>
        <translation>So wenige Aufgaben sagen wenig aus.</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 h</translation>
    </message>
    <message>
        <source>%1 days</source>
        <translation>%1 Tage</translation>
    </message>
    <message>
        <source>Unpruned runs, seed %1</source>
        <translation>Ungekappte Läufe, Seed %1</translation>
    </message>
    <message>
        <source>Runs timed alone, seed %1</source>
        <translation>Einzeln gemessene Läufe, Seed %1</translation>
    </message>
    <message>
        <source>Policies, seed %1</source>
        <translation>Strategien, Seed %1</translation>
    </message>
    <message>
        <source>1 problem</source>
        <translation>1 Aufgabe</translation>
    </message>
    <message>
        <source>%1 problems</source>
        <translation>%1 Aufgaben</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>von %1</translation>
    </message>
    <message>
        <source>n %1</source>
        <translation>n %1</translation>
    </message>
    <message>
        <source>memory %1 %</source>
        <translation>Speicher %1 %</translation>
    </message>
    <message>
        <source>seed %1</source>
        <translation>Seed %1</translation>
    </message>
    <message>
        <source>seeds %1</source>
        <translation>Seeds %1</translation>
    </message>
    <message>
        <source>1 run</source>
        <translation>1 Lauf</translation>
    </message>
    <message>
        <source>%1 runs</source>
        <translation>%1 Läufe</translation>
    </message>
    <message>
        <source>%1, %2 of them timed alone</source>
        <translation>%1, davon %2 einzeln gemessen</translation>
    </message>
    <message>
        <source>At most %1.</source>
        <translation>Höchstens %1.</translation>
    </message>
    <message>
        <source>About %1.</source>
        <translation>Etwa %1.</translation>
    </message>
    <message>
        <source>Measured just now in %1: %2, %3 tokens a trace, %4.</source>
        <translation>Soeben in %1 gemessen: %2, %3 Token je Trace, %4.</translation>
    </message>
    <message>
        <source>1 trace</source>
        <translation>1 Trace</translation>
    </message>
    <message>
        <source>%1 traces</source>
        <translation>%1 Traces</translation>
    </message>
    <message>
        <source>of 1 problem</source>
        <translation>von 1 Aufgabe</translation>
    </message>
    <message>
        <source>of %1 problems</source>
        <translation>von %1 Aufgaben</translation>
    </message>
    <message>
        <source>1 trace did not end in that time and counts at the limit.</source>
        <translation>1 Trace endete in dieser Zeit nicht und zählt mit dem Höchstwert.</translation>
    </message>
    <message>
        <source>%1 traces did not end in that time and count at the limit.</source>
        <translation>%1 Traces endeten in dieser Zeit nicht und zählen mit dem Höchstwert.</translation>
    </message>
    <message>
        <source>%1: %2 is not allowed. Enter %3 from %4 to %5, separated by commas.</source>
        <translation>%1: %2 ist nicht erlaubt. %3 von %4 bis %5 angeben, durch Kommas getrennt.</translation>
    </message>
    <message>
        <source>numbers</source>
        <translation>Zahlen</translation>
    </message>
    <message>
        <source>whole numbers</source>
        <translation>Ganze Zahlen</translation>
    </message>
    <message>
        <source>%1: enter at least one value.</source>
        <translation>%1: mindestens einen Wert angeben.</translation>
    </message>
    <message>
        <source>%1: at most %2 values.</source>
        <translation>%1: höchstens %2 Werte.</translation>
    </message>
    <message>
        <source>Seeds: %1 is not a whole number of 0 or more.</source>
        <translation>Seeds: %1 ist keine ganze Zahl ab 0.</translation>
    </message>
    <message>
        <source>Seeds: enter at least one value.</source>
        <translation>Seeds: mindestens einen Wert angeben.</translation>
    </message>
    <message>
        <source>Seeds: at most %1 values.</source>
        <translation>Seeds: höchstens %1 Werte.</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>unterbrochen</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>gestoppt</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>(no problem)</source>
        <translation>(keine Aufgabe)</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>keine Antwort</translation>
    </message>
    <message>
        <source> ✓ right</source>
        <translation> ✓ richtig</translation>
    </message>
    <message>
        <source> ✗ wrong</source>
        <translation> ✗ falsch</translation>
    </message>
    <message>
        <source>%1, n %2, %3</source>
        <translation>%1, n %2, %3</translation>
    </message>
    <message>
        <source>Run of %1</source>
        <translation>Lauf vom %1</translation>
    </message>
    <message>
        <source>on</source>
        <translation>an</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>not set</source>
        <translation>nicht gesetzt</translation>
    </message>
    <message>
        <source>Done after %1</source>
        <translation>Fertig nach %1</translation>
    </message>
    <message>
        <source>Stopped after %1</source>
        <translation>Gestoppt nach %1</translation>
    </message>
    <message>
        <source>Ended after %1, when no answer could overtake the leader</source>
        <translation>Beendet nach %1, als keine Antwort die führende mehr einholen konnte</translation>
    </message>
    <message>
        <source>Ended after %1, when the leader was likely to stay ahead</source>
        <translation>Beendet nach %1, als die führende Antwort wahrscheinlich vorn blieb</translation>
    </message>
    <message>
        <source>Ended after %1, when 95 % of the weight agreed</source>
        <translation>Beendet nach %1, als 95 % des Gewichts übereinstimmten</translation>
    </message>
    <message>
        <source>Ended after %1, when the probed majority had lasted</source>
        <translation>Beendet nach %1, als die abgefragte Mehrheit lange genug bestand</translation>
    </message>
    <message>
        <source>Failed after %1</source>
        <translation>Fehlgeschlagen nach %1</translation>
    </message>
    <message>
        <source>1 trace finished</source>
        <translation>1 Trace wurde fertig</translation>
    </message>
    <message>
        <source>%1 traces finished</source>
        <translation>%1 Traces wurden fertig</translation>
    </message>
    <message>
        <source>1 was pruned</source>
        <translation>1 wurde gekappt</translation>
    </message>
    <message>
        <source>%1 were pruned</source>
        <translation>%1 wurden gekappt</translation>
    </message>
    <message>
        <source>1 was stopped</source>
        <translation>1 wurde gestoppt</translation>
    </message>
    <message>
        <source>%1 were stopped</source>
        <translation>%1 wurden gestoppt</translation>
    </message>
    <message>
        <source>traces waited %1 for memory in all</source>
        <translation>Traces warteten insgesamt %1 auf Speicher</translation>
    </message>
    <message>
        <source>No trace finished with an answer.</source>
        <translation>Kein Trace wurde mit einer Antwort fertig.</translation>
    </message>
    <message>
        <source>The answer is %1</source>
        <translation>Die Antwort ist %1</translation>
    </message>
    <message>
        <source>, which is right</source>
        <translation>, und das ist richtig</translation>
    </message>
    <message>
        <source>, which is wrong</source>
        <translation>, und das ist falsch</translation>
    </message>
    <message>
        <source>It ties with %1; of a tie, the answer of the earliest trace is taken.</source>
        <translation>Es steht gleich mit %1; bei Gleichstand gilt die Antwort des frühesten Trace.</translation>
    </message>
    <message>
        <source>A plain majority of the same traces would say %1.</source>
        <translation>Eine einfache Mehrheit derselben Traces ergäbe %1.</translation>
    </message>
    <message>
        <source>from %1 of an earlier run</source>
        <translation>ab %1 eines früheren Laufs</translation>
    </message>
    <message>
        <source>from given text</source>
        <translation>ab vorgegebenem Text</translation>
    </message>
    <message>
        <source>KV cache %1</source>
        <translation>KV-Cache %1</translation>
    </message>
    <message>
        <source>KV cache %1 as %2</source>
        <translation>KV-Cache %1 als %2</translation>
    </message>
    <message>
        <source>temperature %1</source>
        <translation>Temperatur %1</translation>
    </message>
    <message>
        <source>re-scored with %1</source>
        <translation>neu bewertet mit %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Paused: memory is full</source>
        <translation>Angehalten: Der Speicher ist voll</translation>
    </message>
    <message>
        <source>Paused: a trace was pruned</source>
        <translation>Angehalten: Ein Trace wurde gekappt</translation>
    </message>
    <message>
        <source>Paused: a trace waits</source>
        <translation>Angehalten: Ein Trace wartet</translation>
    </message>
    <message>
        <source>Paused: a new leader</source>
        <translation>Angehalten: Führungswechsel</translation>
    </message>
    <message>
        <source>Paused: the first answer</source>
        <translation>Angehalten: die erste Antwort</translation>
    </message>
    <message>
        <source>Paused: a pass later</source>
        <translation>Angehalten: einen Durchlauf später</translation>
    </message>
    <message>
        <source>Paused at an event</source>
        <translation>Angehalten bei einem Ereignis</translation>
    </message>
    <message>
        <source>next victim</source>
        <translation>geht als Nächster</translation>
    </message>
    <message>
        <source>queued</source>
        <translation>in Warteschlange</translation>
    </message>
    <message>
        <source>prefill</source>
        <translation>Prefill</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>Wartezeit</translation>
    </message>
    <message>
        <source>pruned</source>
        <translation>gekappt</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>at limit</source>
        <translation>am Limit</translation>
    </message>
    <message>
        <source>Lowest score among the running traces: pruned next if memory runs out now.</source>
        <translation>Niedrigster Score unter den laufenden Traces: wird als Nächster gekappt, falls der Speicher jetzt ausgeht.</translation>
    </message>
    <message>
        <source>Waits for its first pass.</source>
        <translation>Wartet auf seinen ersten Durchlauf.</translation>
    </message>
    <message>
        <source>Its prompt, or the tokens it lost, are being computed.</source>
        <translation>Sein Prompt oder die verlorenen Token werden berechnet.</translation>
    </message>
    <message>
        <source>Writes one token in every pass.</source>
        <translation>Schreibt in jedem Durchlauf ein Token.</translation>
    </message>
    <message>
        <source>Preempted: other traces have its memory. It will compute its tokens again.</source>
        <translation>Verdrängt: Andere Traces haben seinen Speicher. Er berechnet seine Token später neu.</translation>
    </message>
    <message>
        <source>Reached the end of its text.</source>
        <translation>Hat das Ende seines Textes erreicht.</translation>
    </message>
    <message>
        <source>Reached the token limit, or filled the KV cache on its own.</source>
        <translation>Hat das Token-Limit erreicht oder den KV-Cache allein gefüllt.</translation>
    </message>
    <message>
        <source>Stopped before its end.</source>
        <translation>Vor seinem Ende gestoppt.</translation>
    </message>
    <message>
        <source>Stopped with the run; its answer was read by a probe and votes.</source>
        <translation>Mit dem Lauf gestoppt; seine Antwort las eine Abfrage, und sie zählt.</translation>
    </message>
    <message>
        <source>Trace score %1: </source>
        <translation>Trace-Score %1: </translation>
    </message>
    <message>
        <source>the score of its last step.</source>
        <translation>der Score seines letzten Schritts.</translation>
    </message>
    <message>
        <source>mean of its last %1 step scores.</source>
        <translation>Mittel seiner letzten %1 Schritt-Scores.</translation>
    </message>
    <message>
        <source>mean of %1 so far.</source>
        <translation>Mittel aus bisher %1.</translation>
    </message>
    <message>
        <source>1 step score</source>
        <translation>1 Schritt-Score</translation>
    </message>
    <message>
        <source>%1 step scores</source>
        <translation>%1 Schritt-Scores</translation>
    </message>
    <message>
        <source>Pruned when memory ran out. It does not vote.</source>
        <translation>Gekappt, als der Speicher ausging. Ohne Stimme.</translation>
    </message>
    <message>
        <source>Pruned because its newest thought was similar to another trace&apos;s. It does not vote.</source>
        <translation>Gekappt, weil sein neuester Gedanke dem eines anderen Trace ähnelte. Ohne Stimme.</translation>
    </message>
    <message>
        <source>Stopped early: its confidence fell below the threshold. It does not vote.</source>
        <translation>Vorzeitig gestoppt: Seine Konfidenz fiel unter den Schwellenwert. Ohne Stimme.</translation>
    </message>
    <message>
        <source>Pruned because its probes had long disagreed with the majority. It does not vote.</source>
        <translation>Gekappt, weil seine Abfragen der Mehrheit lange widersprachen. Ohne Stimme.</translation>
    </message>
    <message>
        <source>Replaced by a branch of a better trace. It does not vote.</source>
        <translation>Durch einen Zweig eines besseren Trace ersetzt. Ohne Stimme.</translation>
    </message>
    <message>
        <source>Pruned by hand. It does not vote.</source>
        <translation>Von Hand gekappt. Ohne Stimme.</translation>
    </message>
    <message>
        <source>note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>saturated</source>
        <translation>gesättigt</translation>
    </message>
    <message>
        <source>resumed</source>
        <translation>fortgesetzt</translation>
    </message>
    <message>
        <source>vote</source>
        <translation>Stimme</translation>
    </message>
    <message>
        <source>limits</source>
        <translation>Grenzen</translation>
    </message>
    <message>
        <source>re-scored</source>
        <translation>neu bewertet</translation>
    </message>
    <message>
        <source>branched</source>
        <translation>abgezweigt</translation>
    </message>
    <message>
        <source>by hand</source>
        <translation>von Hand</translation>
    </message>
    <message>
        <source>probe</source>
        <translation>Abfrage</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>en</source>
        <extracomment>The code of this language: en, de, zh_CN ...</extracomment>
        <translation>de</translation>
    </message>
    <message>
        <source>%1; %2</source>
        <translation>%1; %2</translation>
    </message>
    <message>
        <source>, </source>
        <translation>, </translation>
    </message>
    <message>
        <source>%1.</source>
        <translation>%1.</translation>
    </message>
    <message>
        <source>Trace</source>
        <translation>Trace</translation>
    </message>
    <message>
        <source>One attempt of the model at the problem, from the first thought to the answer. The traces of a run reason side by side and draw different tokens.</source>
        <translation>Ein Versuch des Modells an der Aufgabe, vom ersten Gedanken bis zur Antwort. Die Traces eines Laufs denken nebeneinander und ziehen verschiedene Token.</translation>
    </message>
    <message>
        <source>Lane</source>
        <translation>Spur</translation>
    </message>
    <message>
        <source>The row of one trace in the middle of the window. Its strip holds the trace&apos;s steps from left to right.</source>
        <translation>Die Zeile eines Trace in der Mitte des Fensters. Ihr Streifen enthält die Schritte des Trace von links nach rechts.</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>The piece of text that a model writes at a time, about three quarters of an English word.</source>
        <translation>Das Textstück, das ein Modell auf einmal schreibt, etwa drei Viertel eines englischen Wortes.</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>A part of a trace up to the next blank line. The scorer looks at the end of each step.</source>
        <translation>Ein Teil eines Trace bis zur nächsten Leerzeile. Der Scorer betrachtet das Ende jedes Schritts.</translation>
    </message>
    <message>
        <source>Step score</source>
        <translation>Schritt-Score</translation>
    </message>
    <message>
        <source>How likely the scorer thinks it is, at the end of a step, that the trace ends with the right answer: 0 to 1. Red is low, blue is high.</source>
        <translation>Für wie wahrscheinlich der Scorer es am Ende eines Schritts hält, dass der Trace mit der richtigen Antwort endet: 0 bis 1. Rot ist niedrig, Blau ist hoch.</translation>
    </message>
    <message>
        <source>Trace score</source>
        <translation>Trace-Score</translation>
    </message>
    <message>
        <source>What a trace&apos;s step scores add up to: their mean, unless another rule is chosen. It decides who is pruned and how much a vote weighs.</source>
        <translation>Was die Schritt-Scores eines Trace zusammen ergeben: ihr Mittel, sofern keine andere Regel gewählt ist. Er entscheidet, wer gekappt wird und wie viel eine Stimme wiegt.</translation>
    </message>
    <message>
        <source>Step scorer</source>
        <translation>Schritt-Scorer</translation>
    </message>
    <message>
        <source>A small network with two layers. It reads the model&apos;s hidden state at the end of a step and gives the step score. It was trained on traces with known outcome.</source>
        <translation>Ein kleines Netz mit zwei Schichten. Es liest den verborgenen Zustand des Modells am Ende eines Schritts und liefert den Schritt-Score. Trainiert wurde es auf Traces mit bekanntem Ausgang.</translation>
    </message>
    <message>
        <source>Policy</source>
        <translation>Strategie</translation>
    </message>
    <message>
        <source>The rule that decides what happens when memory is full, which traces end early, and how votes are weighed.</source>
        <translation>Die Regel, die entscheidet, was bei vollem Speicher geschieht, welche Traces vorzeitig enden und wie Stimmen gewichtet werden.</translation>
    </message>
    <message>
        <source>STEP</source>
        <translation>STEP</translation>
    </message>
    <message>
        <source>The policy of this program&apos;s method (arXiv 2601.09093): when memory is full, the trace with the lowest score is pruned, so that no other trace has to wait.</source>
        <translation>Die Strategie der Methode dieses Programms (arXiv 2601.09093): Ist der Speicher voll, wird der Trace mit dem niedrigsten Score gekappt, damit kein anderer warten muss.</translation>
    </message>
    <message>
        <source>Self-consistency</source>
        <translation>Self-Consistency</translation>
    </message>
    <message>
        <source>The policy without pruning: all traces run to their end, and each has one vote. When memory is full, traces wait.</source>
        <translation>Die Strategie ohne Kappen: Alle Traces laufen zu Ende, und jeder hat eine Stimme. Ist der Speicher voll, warten Traces.</translation>
    </message>
    <message>
        <source>KV cache</source>
        <translation>KV-Cache</translation>
    </message>
    <message>
        <source>The memory in which a model keeps what it has read and written, so that it need not read it again for each token. It grows with every token of every trace.</source>
        <translation>Der Speicher, in dem ein Modell behält, was es gelesen und geschrieben hat, damit es das nicht für jedes Token neu lesen muss. Er wächst mit jedem Token jedes Trace.</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>Block</translation>
    </message>
    <message>
        <source>The unit in which the KV cache is handed out: room for 16 tokens of one trace. Traces share the blocks of the problem&apos;s text.</source>
        <translation>Die Einheit, in der der KV-Cache vergeben wird: Platz für 16 Token eines Trace. Die Blöcke mit dem Text der Aufgabe teilen sich die Traces.</translation>
    </message>
    <message>
        <source>Saturated</source>
        <translation>Gesättigt</translation>
    </message>
    <message>
        <source>The KV cache has no free block left, and a trace needs one. Now the policy has to act.</source>
        <translation>Der KV-Cache hat keinen freien Block mehr, und ein Trace braucht einen. Jetzt muss die Strategie handeln.</translation>
    </message>
    <message>
        <source>Pruned</source>
        <translation>Gekappt</translation>
    </message>
    <message>
        <source>Given up, so that its blocks are free for other traces. A pruned trace writes nothing more and has no vote, unless that is chosen.</source>
        <translation>Aufgegeben (englisch pruned), damit seine Blöcke für andere Traces frei sind. Ein gekappter Trace schreibt nichts mehr und hat keine Stimme, sofern nicht anders gewählt.</translation>
    </message>
    <message>
        <source>Next victim</source>
        <translation>Als Nächster</translation>
    </message>
    <message>
        <source>The running trace that would be pruned if memory were full at this moment.</source>
        <translation>Der laufende Trace, der gekappt würde, wenn der Speicher in diesem Augenblick voll wäre.</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Warten</translation>
    </message>
    <message>
        <source>The trace lost its blocks because memory was full, and goes on when enough are free again. STEP is made so that this does not happen.</source>
        <translation>Der Trace hat seine Blöcke bei vollem Speicher verloren und geht weiter, sobald wieder genug frei sind. STEP soll genau das vermeiden.</translation>
    </message>
    <message>
        <source>Recomputed</source>
        <translation>Neu berechnet</translation>
    </message>
    <message>
        <source>Tokens whose place in the KV cache was given away while their trace waited. The model has to read them again before the trace goes on.</source>
        <translation>Token, deren Platz im KV-Cache vergeben wurde, während ihr Trace wartete. Das Modell muss sie neu lesen, bevor der Trace weitergeht.</translation>
    </message>
    <message>
        <source>Vote</source>
        <translation>Abstimmung</translation>
    </message>
    <message>
        <source>Every trace that finishes votes for its answer. Answers that are mathematically equal count as one.</source>
        <translation>Jeder Trace, der fertig wird, stimmt für seine Antwort. Mathematisch gleiche Antworten zählen als eine.</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>Gewicht</translation>
    </message>
    <message>
        <source>What a vote counts: under STEP the trace&apos;s score, under DeepConf its confidence, under self-consistency 1.</source>
        <translation>Was eine Stimme zählt: unter STEP den Score des Trace, unter DeepConf seine Konfidenz, unter Self-Consistency 1.</translation>
    </message>
    <message>
        <source>Margin</source>
        <translation>Vorsprung</translation>
    </message>
    <message>
        <source>The leading answer&apos;s weight minus that of the second. At 0 there is a tie.</source>
        <translation>Gewicht der führenden Antwort minus das der zweiten. Bei 0 herrscht Gleichstand.</translation>
    </message>
    <message>
        <source>AUC</source>
        <translation>AUC</translation>
    </message>
    <message>
        <source>How well scores tell right traces from wrong ones: the chance that a right one has the higher score. 0.5 is guessing, 1 is perfect.</source>
        <translation>Wie gut Scores richtige von falschen Traces unterscheiden: die Wahrscheinlichkeit, dass ein richtiger den höheren Score hat. 0.5 ist Raten, 1 ist perfekt.</translation>
    </message>
    <message>
        <source>F1</source>
        <translation>F1</translation>
    </message>
    <message>
        <source>How well a scorer names the right traces at a threshold of 0.5: the harmonic mean of precision and recall. 1 is perfect.</source>
        <translation>Wie gut ein Scorer die richtigen Traces bei einem Schwellenwert von 0.5 benennt: das harmonische Mittel aus Präzision und Trefferquote. 1 ist perfekt.</translation>
    </message>
    <message>
        <source>Calibration error</source>
        <translation>Kalibrierungsfehler</translation>
    </message>
    <message>
        <source>How far step scores lie from what really happens. At 0, of all steps with score 0.7, 70 % lie on traces that end right.</source>
        <translation>Wie weit Schritt-Scores von dem abweichen, was wirklich geschieht. Bei 0 liegen von allen Schritten mit Score 0.7 genau 70 % auf Traces, die richtig enden.</translation>
    </message>
    <message>
        <source>Pass</source>
        <translation>Durchlauf</translation>
    </message>
    <message>
        <source>One run of the model&apos;s layers, which writes the next token of every running trace.</source>
        <translation>Ein Lauf durch die Schichten des Modells, der das nächste Token jedes laufenden Trace schreibt.</translation>
    </message>
    <message>
        <source>Prefill</source>
        <translation>Prefill</translation>
    </message>
    <message>
        <source>The passes that read the problem&apos;s text before the first token is written.</source>
        <translation>Die Durchläufe, die den Text der Aufgabe lesen, bevor das erste Token geschrieben wird.</translation>
    </message>
    <message>
        <source>Known answer</source>
        <translation>Bekannte Antwort</translation>
    </message>
    <message>
        <source>The right answer, where somebody gave one. It marks answers as right or wrong and changes nothing in the run.</source>
        <translation>Die richtige Antwort, falls jemand sie angegeben hat. Sie markiert Antworten als richtig oder falsch und ändert am Lauf nichts.</translation>
    </message>
    <message>
        <source>There is no later event.</source>
        <translation>Es gibt kein späteres Ereignis.</translation>
    </message>
    <message>
        <source>There is no earlier event.</source>
        <translation>Es gibt kein früheres Ereignis.</translation>
    </message>
    <message>
        <source>No trace is pruned or preempted later.</source>
        <translation>Später wird kein Trace gekappt oder verdrängt.</translation>
    </message>
    <message>
        <source>No trace was pruned or preempted earlier.</source>
        <translation>Vorher wurde kein Trace gekappt oder verdrängt.</translation>
    </message>
    <message>
        <source>The leader stays from here on.</source>
        <translation>Ab hier bleibt die führende Antwort dieselbe.</translation>
    </message>
    <message>
        <source>There was no leader before.</source>
        <translation>Vorher gab es keine führende Antwort.</translation>
    </message>
    <message>
        <source>This is the last pass.</source>
        <translation>Dies ist der letzte Durchlauf.</translation>
    </message>
    <message>
        <source>This is the first pass.</source>
        <translation>Dies ist der erste Durchlauf.</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Ereignis</translation>
    </message>
    <message>
        <source>Prune</source>
        <translation>Kappung</translation>
    </message>
    <message>
        <source>Leader</source>
        <translation>Führung</translation>
    </message>
    <message>
        <source>The trace that arrived last waits first, and is computed again later.</source>
        <translation>Der zuletzt gekommene Trace wartet zuerst und wird später neu berechnet.</translation>
    </message>
    <message>
        <source>Lowest trace score first; one without a score counts as 0; of equal ones the latest.</source>
        <translation>Niedrigster Trace-Score zuerst; wer keinen hat, zählt als 0; bei gleichen der späteste.</translation>
    </message>
    <message>
        <source>Lowest trace score first; those without a score come last; of equal ones the latest.</source>
        <translation>Niedrigster Trace-Score zuerst; wer keinen hat, kommt zuletzt; bei gleichen der späteste.</translation>
    </message>
    <message>
        <source>In an order drawn at random before the run, as a control.</source>
        <translation>In einer vor dem Lauf zufällig gezogenen Reihenfolge, als Kontrolle.</translation>
    </message>
    <message>
        <source>The longest trace first, as a control.</source>
        <translation>Der längste Trace zuerst, als Kontrolle.</translation>
    </message>
    <message>
        <source>Lowest mean log-probability first, as a control.</source>
        <translation>Niedrigste mittlere Log-Wahrscheinlichkeit zuerst, als Kontrolle.</translation>
    </message>
    <message>
        <source>score %1</source>
        <translation>Score %1</translation>
    </message>
    <message>
        <source>%1 is protected by hand: chosen only if all are.</source>
        <translation>%1 ist von Hand geschützt: nur gewählt, wenn es alle sind.</translation>
    </message>
    <message>
        <source>%1 and %2 are protected by hand: chosen only if all are.</source>
        <translation>%1 und %2 sind von Hand geschützt: nur gewählt, wenn es alle sind.</translation>
    </message>
    <message>
        <source>%1 traces are protected by hand: chosen only if all are.</source>
        <translation>%1 Traces sind von Hand geschützt: nur gewählt, wenn es alle sind.</translation>
    </message>
    <message>
        <source>%1 of %2 in this pass</source>
        <translation>%1 von %2 in diesem Durchlauf</translation>
    </message>
    <message>
        <source>%1 pruned</source>
        <translation>%1 gekappt</translation>
    </message>
    <message>
        <source>%1 waits</source>
        <translation>%1 wartet</translation>
    </message>
    <message>
        <source>Memory is full</source>
        <translation>Der Speicher ist voll</translation>
    </message>
    <message>
        <source>Nobody has gone for it yet</source>
        <translation>Noch ist niemand dafür gegangen</translation>
    </message>
    <message>
        <source>Trace %1</source>
        <translation>Trace %1</translation>
    </message>
    <message>
        <source>1 step</source>
        <translation>1 Schritt</translation>
    </message>
    <message>
        <source>%1 steps</source>
        <translation>%1 Schritte</translation>
    </message>
    <message>
        <source>1 token</source>
        <translation>1 Token</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 Token</translation>
    </message>
    <message>
        <source>answer %1</source>
        <translation>Antwort %1</translation>
    </message>
    <message>
        <source>weight %1, </source>
        <translation>Gewicht %1, </translation>
    </message>
    <message>
        <source>%1 and %2</source>
        <translation>%1 und %2</translation>
    </message>
    <message>
        <source>%1, %2 and %3 more</source>
        <translation>%1, %2 und %3 weitere</translation>
    </message>
    <message>
        <source>A plain majority would be a tie: %1, with %2 of %3 each.</source>
        <translation>Eine einfache Mehrheit ergäbe Gleichstand: %1, mit je %2 von %3.</translation>
    </message>
    <message>
        <source>A plain majority would say %1 as well (%2 of %3).</source>
        <translation>Eine einfache Mehrheit ergäbe ebenfalls %1 (%2 von %3).</translation>
    </message>
    <message>
        <source>A plain majority would say %1 (%2 of %3).</source>
        <translation>Eine einfache Mehrheit ergäbe %1 (%2 von %3).</translation>
    </message>
    <message>
        <source>By weight %1 tie at %2; of a tie, the answer of the earliest trace is taken.</source>
        <translation>Nach Gewicht stehen %1 gleich bei %2; bei Gleichstand gilt die Antwort des frühesten Trace.</translation>
    </message>
    <message>
        <source>By weight %1 leads, %2 to %3.</source>
        <translation>Nach Gewicht führt %1, %2 zu %3.</translation>
    </message>
    <message>
        <source>By weight it leads, %1 to %2.</source>
        <translation>Nach Gewicht führt sie, %1 zu %2.</translation>
    </message>
    <message>
        <source>By weight %1 leads with %2; that one has %3.</source>
        <translation>Nach Gewicht führt %1 mit %2; jene hat %3.</translation>
    </message>
    <message>
        <source>%1 tie with %2 of %3 votes each; of a tie, the answer of the earliest trace is taken.</source>
        <translation>%1 stehen gleich mit je %2 von %3 Stimmen; bei Gleichstand gilt die Antwort des frühesten Trace.</translation>
    </message>
    <message>
        <source>%1 has %2 of %3 votes.</source>
        <translation>%1 hat %2 von %3 Stimmen.</translation>
    </message>
    <message>
        <source>Weighted by trace score, %1 would tie.</source>
        <translation>Gewichtet nach Trace-Score stünden %1 gleich.</translation>
    </message>
    <message>
        <source>Weighted by trace score, %1 would lead as well, %2 to %3.</source>
        <translation>Gewichtet nach Trace-Score würde ebenfalls %1 führen, %2 zu %3.</translation>
    </message>
    <message>
        <source>Weighted by trace score, %1 would lead, %2 to %3.</source>
        <translation>Gewichtet nach Trace-Score würde %1 führen, %2 zu %3.</translation>
    </message>
    <message>
        <source>1 vote</source>
        <translation>1 Stimme</translation>
    </message>
    <message>
        <source>%1 votes</source>
        <translation>%1 Stimmen</translation>
    </message>
    <message>
        <source>a tie with %1</source>
        <translation>Gleichstand mit %1</translation>
    </message>
    <message>
        <source>margin %1</source>
        <translation>Vorsprung %1</translation>
    </message>
    <message>
        <source>One trace has voted.</source>
        <translation>Ein Trace hat abgestimmt.</translation>
    </message>
    <message>
        <source>All %1 votes say %2, by weight and by count.</source>
        <translation>Alle %1 Stimmen sagen %2, nach Gewicht und nach Zahl.</translation>
    </message>
    <message>
        <source>Memory is full: none of %1 has a score yet, and %2 came last.</source>
        <translation>Der Speicher ist voll: Von %1 hat noch keiner einen Score, und %2 kam zuletzt.</translation>
    </message>
    <message>
        <source>Memory is full: %1 has no score yet, which counts as 0, the lowest of %2.</source>
        <translation>Der Speicher ist voll: %1 hat noch keinen Score, was als 0 zählt, der niedrigste von %2.</translation>
    </message>
    <message>
        <source>Memory is full: of %1, %2 share the lowest %3, %4, and %5 came last.</source>
        <translation>Der Speicher ist voll: Von %1 teilen sich %2 den niedrigsten Wert (%3), %4, und %5 kam zuletzt.</translation>
    </message>
    <message>
        <source>Memory is full: %1 has the lowest %2 of %3, %4.</source>
        <translation>Der Speicher ist voll: %1 hat den niedrigsten Wert (%2) von %3, %4.</translation>
    </message>
    <message>
        <source>Memory is full: of %1, %2 is drawn at random.</source>
        <translation>Der Speicher ist voll: Von %1 wird %2 zufällig gezogen.</translation>
    </message>
    <message>
        <source>Memory is full: %1 is the longest of %2, with %3 tokens.</source>
        <translation>Der Speicher ist voll: %1 ist der längste von %2, mit %3 Token.</translation>
    </message>
    <message>
        <source>Memory is full: %1 has the lowest mean log-probability of %2.</source>
        <translation>Der Speicher ist voll: %1 hat die niedrigste mittlere Log-Wahrscheinlichkeit von %2.</translation>
    </message>
    <message>
        <source>Memory is full: %1 would go, but a person protects it, so %2 goes instead.</source>
        <translation>Der Speicher ist voll: %1 wäre an der Reihe, ist aber von Hand geschützt, daher geht %2.</translation>
    </message>
    <message>
        <source>Memory is full, and all of %1 are protected: the policy takes %2 as if none were.</source>
        <translation>Der Speicher ist voll, und von %1 sind alle geschützt: Die Strategie nimmt %2, als wäre es keiner.</translation>
    </message>
    <message>
        <source>It is pruned and frees %1, so the other %2 go on.</source>
        <translation>Er wird gekappt und gibt %1 frei, so gehen die anderen %2 weiter.</translation>
    </message>
    <message>
        <source>It is pruned and frees %1, so the other one goes on.</source>
        <translation>Er wird gekappt und gibt %1 frei, so geht der andere weiter.</translation>
    </message>
    <message>
        <source>It is pruned and frees %1.</source>
        <translation>Er wird gekappt und gibt %1 frei.</translation>
    </message>
    <message>
        <source>It had written its answer, so it votes.</source>
        <translation>Er hatte seine Antwort schon geschrieben und stimmt daher ab.</translation>
    </message>
    <message>
        <source>It does not vote.</source>
        <translation>Er stimmt nicht ab.</translation>
    </message>
    <message>
        <source>It is pruned and frees %1. %2</source>
        <translation>Er wird gekappt und gibt %1 frei. %2</translation>
    </message>
    <message>
        <source>%1 thinks like %2: their newest thoughts have a similarity of %3.</source>
        <translation>%1 denkt wie %2: Ihre neuesten Gedanken haben eine Ähnlichkeit von %3.</translation>
    </message>
    <message>
        <source>another trace</source>
        <translation>ein anderer Trace</translation>
    </message>
    <message>
        <source>One of the two is enough. %1 is drawn, is pruned and frees %2.</source>
        <translation>Einer von beiden genügt. %1 wird gezogen, gekappt und gibt %2 frei.</translation>
    </message>
    <message>
        <source>%1 is unsure: its group confidence fell to %2, below the threshold of %3.</source>
        <translation>%1 ist unsicher: Seine Gruppenkonfidenz fiel auf %2, unter den Schwellenwert von %3.</translation>
    </message>
    <message>
        <source>It is stopped early and frees %1. %2</source>
        <translation>Er wird vorzeitig gestoppt und gibt %1 frei. %2</translation>
    </message>
    <message>
        <source>%1 makes room for a branch of a better trace.</source>
        <translation>%1 macht einem Zweig eines besseren Trace Platz.</translation>
    </message>
    <message>
        <source>Its score is %1. </source>
        <translation>Sein Score ist %1. </translation>
    </message>
    <message>
        <source>%1 has disagreed with the majority for %2 probes in a row.</source>
        <translation>%1 hat der Mehrheit in %2 Abfragen in Folge widersprochen.</translation>
    </message>
    <message>
        <source>A person prunes %1%2.</source>
        <translation>Von Hand gekappt: %1%2.</translation>
    </message>
    <message>
        <source>, whose score is %1</source>
        <translation>, dessen Score %1 ist</translation>
    </message>
    <message>
        <source>It frees %1. The policy did not choose it.</source>
        <translation>Das gibt %1 frei. Die Strategie hat ihn nicht gewählt.</translation>
    </message>
    <message>
        <source>Memory is full: %1 came last, but a person protects it, so %2 waits instead.</source>
        <translation>Der Speicher ist voll: %1 kam zuletzt, ist aber von Hand geschützt, daher wartet %2.</translation>
    </message>
    <message>
        <source>Memory is full, and every running trace is protected: %1 came last, so it waits.</source>
        <translation>Der Speicher ist voll, und jeder laufende Trace ist geschützt: %1 kam zuletzt und wartet daher.</translation>
    </message>
    <message>
        <source>Memory is full: %1 came last of the running traces, so it waits.</source>
        <translation>Der Speicher ist voll: %1 kam von den laufenden Traces zuletzt und wartet daher.</translation>
    </message>
    <message>
        <source>Once there is room, it computes again what others have overwritten.</source>
        <translation>Sobald Platz ist, berechnet er neu, was andere überschrieben haben.</translation>
    </message>
    <message>
        <source>Once there is room, it computes all of its tokens again.</source>
        <translation>Sobald Platz ist, berechnet er alle seine Token neu.</translation>
    </message>
    <message>
        <source>It gives up %1. %2</source>
        <translation>Er gibt %1 ab. %2</translation>
    </message>
    <message>
        <source>There is room again: %1 goes on after waiting %2.</source>
        <translation>Es ist wieder Platz: %1 geht nach einer Wartezeit von %2 weiter.</translation>
    </message>
    <message>
        <source>What it had computed is still in memory.</source>
        <translation>Was er berechnet hatte, ist noch im Speicher.</translation>
    </message>
    <message>
        <source>First it computes %1 again, which it had written before.</source>
        <translation>Zuerst werden %1 neu berechnet, die er schon geschrieben hatte.</translation>
    </message>
    <message>
        <source>Memory is full for the first time: %1 and %2 free.</source>
        <translation>Der Speicher ist zum ersten Mal voll: %1, und %2 frei.</translation>
    </message>
    <message>
        <source>1 trace needs %1</source>
        <translation>1 Trace braucht %1</translation>
    </message>
    <message>
        <source>%1 traces need %2</source>
        <translation>%1 Traces brauchen %2</translation>
    </message>
    <message>
        <source>1 is</source>
        <translation>1 ist</translation>
    </message>
    <message>
        <source>%1 are</source>
        <translation>%1 sind</translation>
    </message>
    <message>
        <source>From now on the trace that came last has to wait, and is computed again later.</source>
        <translation>Von nun an muss der zuletzt gekommene Trace warten und wird später neu berechnet.</translation>
    </message>
    <message>
        <source>From now on %1 is pruned.</source>
        <translation>Von nun an wird gekappt: %1.</translation>
    </message>
    <message>
        <source>First: %1, at %2.</source>
        <translation>Zuerst: %1, bei %2.</translation>
    </message>
    <message>
        <source>First: %1.</source>
        <translation>Zuerst: %1.</translation>
    </message>
    <message>
        <source>There is room: %1 branches from %2, one of the best.</source>
        <translation>Es ist Platz: %1 zweigt von %2 ab, einem der besten.</translation>
    </message>
    <message>
        <source>It shares the first %1 and draws its own from here on.</source>
        <translation>Er teilt die ersten %1 und zieht ab hier eigene.</translation>
    </message>
    <message>
        <source>A person forks %1 after %2: %3 goes on from there.</source>
        <translation>Von Hand zweigt ein Trace von %1 nach %2 ab: %3 geht dort weiter.</translation>
    </message>
    <message>
        <source>A person starts %1 with text of an earlier run.</source>
        <translation>Von Hand gestartet: %1, mit Text eines früheren Laufs.</translation>
    </message>
    <message>
        <source>It draws tokens of its own.</source>
        <translation>Er zieht eigene Token.</translation>
    </message>
    <message>
        <source>The next step is written by hand. </source>
        <translation>Der nächste Schritt ist von Hand geschrieben. </translation>
    </message>
    <message>
        <source>Its vote will count, marked as by hand.</source>
        <translation>Seine Stimme zählt, als von Hand markiert.</translation>
    </message>
    <message>
        <source>Its vote will not count.</source>
        <translation>Seine Stimme zählt nicht.</translation>
    </message>
    <message>
        <source>A person no longer protects %1.</source>
        <translation>%1 ist nicht länger von Hand geschützt.</translation>
    </message>
    <message>
        <source>The policy may take it again.</source>
        <translation>Die Strategie kann ihn wieder nehmen.</translation>
    </message>
    <message>
        <source>A person protects %1.</source>
        <translation>%1 ist jetzt von Hand geschützt.</translation>
    </message>
    <message>
        <source>It goes only if every running trace is protected.</source>
        <translation>Er geht nur, wenn jeder laufende Trace geschützt ist.</translation>
    </message>
    <message>
        <source>%1 %2 with the answer %3%4.</source>
        <translation>%1 %2 mit der Antwort %3%4.</translation>
    </message>
    <message>
        <source>%1 %2 without an answer.</source>
        <translation>%1 %2 ohne Antwort.</translation>
    </message>
    <message>
        <source>No answer leads the vote.</source>
        <translation>Keine Antwort führt.</translation>
    </message>
    <message>
        <source>, the right answer</source>
        <translation>, die richtige Antwort</translation>
    </message>
    <message>
        <source>, a wrong answer</source>
        <translation>, eine falsche Antwort</translation>
    </message>
    <message>
        <source>The first vote is for %1%2.</source>
        <translation>Die erste Stimme ist für %1%2.</translation>
    </message>
    <message>
        <source>%1%2, now leads the vote.</source>
        <translation>%1%2, führt jetzt.</translation>
    </message>
    <message>
        <source>%1 now leads the vote.</source>
        <translation>%1 führt jetzt.</translation>
    </message>
    <message>
        <source>%1 has just voted. </source>
        <translation>%1 hat soeben abgestimmt. </translation>
    </message>
    <message>
        <source>No run yet.</source>
        <translation>Noch kein Lauf.</translation>
    </message>
    <message>
        <source>Press Space to start one.</source>
        <translation>Die Leertaste startet einen.</translation>
    </message>
    <message>
        <source>One trace reasons about the problem.</source>
        <translation>Ein Trace denkt über die Aufgabe nach.</translation>
    </message>
    <message>
        <source>%1 traces reason about the same problem, side by side.</source>
        <translation>%1 Traces denken nebeneinander über dieselbe Aufgabe nach.</translation>
    </message>
    <message>
        <source>%1: %2.</source>
        <translation>%1: %2.</translation>
    </message>
    <message>
        <source>Stop the run first.</source>
        <translation>Zuerst den Lauf stoppen.</translation>
    </message>
    <message>
        <source>A run is starting. Stop it first.</source>
        <translation>Ein Lauf startet gerade. Zuerst stoppen.</translation>
    </message>
    <message>
        <source>A scorer is being trained. Wait until it has finished, or cancel it.</source>
        <translation>Ein Scorer wird trainiert. Das Ende abwarten oder abbrechen.</translation>
    </message>
    <message>
        <source>A recording is being scored again. Wait until it has finished, or cancel it.</source>
        <translation>Eine Aufzeichnung wird neu bewertet. Das Ende abwarten oder abbrechen.</translation>
    </message>
    <message>
        <source>A study has the model. Pause the study, or wait until it has finished.</source>
        <translation>Eine Studie nutzt das Modell. Die Studie anhalten oder ihr Ende abwarten.</translation>
    </message>
    <message>
        <source>A model is loading. Wait until it is ready.</source>
        <translation>Ein Modell wird geladen. Warten, bis es bereit ist.</translation>
    </message>
    <message>
        <source>A recording is being opened. Wait until it is shown.</source>
        <translation>Eine Aufzeichnung wird geöffnet. Warten, bis sie gezeigt wird.</translation>
    </message>
    <message>
        <source>Prune %1 now</source>
        <translation>%1 jetzt kappen</translation>
    </message>
    <message>
        <source>Stop protecting %1</source>
        <translation>%1 nicht mehr schützen</translation>
    </message>
    <message>
        <source>Protect %1</source>
        <translation>%1 schützen</translation>
    </message>
    <message>
        <source>%1 has ended. Choose a trace that is still running.</source>
        <translation>%1 ist beendet. Einen Trace wählen, der noch läuft.</translation>
    </message>
    <message>
        <source>New run from %1 after step %2</source>
        <translation>Neuer Lauf ab %1 nach Schritt %2</translation>
    </message>
    <message>
        <source>Fork %1 after step %2</source>
        <translation>%1 nach Schritt %2 abzweigen</translation>
    </message>
    <message>
        <source>New run from the end of %1</source>
        <translation>Neuer Lauf ab dem Ende von %1</translation>
    </message>
    <message>
        <source>Fork %1 here</source>
        <translation>%1 hier abzweigen</translation>
    </message>
    <message>
        <source>%1 has written nothing yet.</source>
        <translation>%1 hat noch nichts geschrieben.</translation>
    </message>
    <message>
        <source>The text of %1 has ended there. Choose an earlier step: click it in its lane.</source>
        <translation>Der Text von %1 endet dort. Einen früheren Schritt wählen: in seiner Spur anklicken.</translation>
    </message>
    <message>
        <source>Rewrite a step</source>
        <translation>Schritt umschreiben</translation>
    </message>
    <message>
        <source>Choose a step first: click it in its lane.</source>
        <translation>Zuerst einen Schritt wählen: in seiner Spur anklicken.</translation>
    </message>
    <message>
        <source>Rewrite step %1 in a new run…</source>
        <translation>Schritt %1 in einem neuen Lauf umschreiben&#xa0;…</translation>
    </message>
    <message>
        <source>Rewrite step %1 and go on…</source>
        <translation>Schritt %1 umschreiben und weitermachen&#xa0;…</translation>
    </message>
    <message>
        <source>Protect the trace</source>
        <translation>Trace schützen</translation>
    </message>
    <message>
        <source>Prune the trace now</source>
        <translation>Trace jetzt kappen</translation>
    </message>
    <message>
        <source>Fork the trace</source>
        <translation>Trace abzweigen</translation>
    </message>
    <message>
        <source>Choose a trace first: click its lane.</source>
        <translation>Zuerst einen Trace wählen: seine Spur anklicken.</translation>
    </message>
    <message>
        <source>d MMM</source>
        <translation>d. MMM</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <translation>d. MMM yyyy</translation>
    </message>
    <message>
        <source>d MMM yyyy, HH:mm:ss</source>
        <translation>d. MMM yyyy, HH:mm:ss</translation>
    </message>
    <message>
        <source>d MMM yyyy, HH:mm</source>
        <translation>d. MMM yyyy, HH:mm</translation>
    </message>
    <message>
        <source>weights as %1</source>
        <translation>Gewichte als %1</translation>
    </message>
    <message>
        <source>Weights: %1 (%2)</source>
        <translation>Gewichte: %1 (%2)</translation>
    </message>
    <message>
        <source>KV as %1</source>
        <translation>KV als %1</translation>
    </message>
    <message>
        <source>%1 % of the GPU&apos;s memory</source>
        <translation>%1 % des GPU-Speichers</translation>
    </message>
    <message>
        <source>KV cache of %1</source>
        <translation>KV-Cache von %1</translation>
    </message>
    <message>
        <source>n = %1</source>
        <translation>n = %1</translation>
    </message>
    <message>
        <source>weights %1, KV %2 = %3 tokens</source>
        <translation>Gewichte %1, KV %2 = %3 Token</translation>
    </message>
    <message>
        <source>1 was lost with its connection</source>
        <translation>1 ging mit der Verbindung verloren</translation>
    </message>
    <message>
        <source>%1 were lost with their connections</source>
        <translation>%1 gingen mit ihren Verbindungen verloren</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>verloren</translation>
    </message>
    <message>
        <source>The connection to its server broke. It does not vote.</source>
        <translation>Die Verbindung zu seinem Server ist abgerissen. Er stimmt nicht ab.</translation>
    </message>
    <message>
        <source>%1 on %2</source>
        <translation>%1 auf %2</translation>
    </message>
    <message>
        <source>%1 at %2</source>
        <translation>%1 unter %2</translation>
    </message>
    <message>
        <source>context %1</source>
        <translation>Kontext %1</translation>
    </message>
    <message>
        <source>Runs in the server&apos;s plugin. Another scorer is chosen there.</source>
        <translation>Läuft im Plugin des Servers. Ein anderer Scorer wird dort gewählt.</translation>
    </message>
    <message>
        <source>A server sends step scores where Stepscope&apos;s plugin for vLLM is installed. STEP needs them.</source>
        <translation>Ein Server sendet Schritt-Scores, wo das Plugin von Stepscope für vLLM installiert ist. STEP braucht sie.</translation>
    </message>
    <message>
        <source>The server&apos;s memory: where it is full, the server itself makes traces wait.</source>
        <translation>Der Speicher des Servers: Ist er voll, lässt der Server selbst Traces warten.</translation>
    </message>
    <message>
        <source>The server&apos;s memory: traces are pruned at &lt;b&gt;%1 tokens&lt;/b&gt;.</source>
        <translation>Der Speicher des Servers: Ab &lt;b&gt;%1 Token&lt;/b&gt; werden Traces gekappt.</translation>
    </message>
    <message>
        <source>The server does not say how much its KV cache holds, so memory prunes no trace. Models &gt; Servers takes a number of tokens.</source>
        <translation>Der Server sagt nicht, wie viel sein KV-Cache fasst; deshalb kappt der Speicher keinen Trace. Modelle &gt; Server nimmt eine Zahl von Token.</translation>
    </message>
    <message>
        <source>The server&apos;s KV cache is %1 full</source>
        <translation>Der KV-Cache des Servers ist zu %1 voll</translation>
    </message>
    <message>
        <source>: %1 by others (hatched).</source>
        <translation>: %1 durch andere (schraffiert).</translation>
    </message>
    <message>
        <source>1 request runs there</source>
        <translation>Dort läuft 1 Anfrage</translation>
    </message>
    <message>
        <source>%1 requests run there</source>
        <translation>Dort laufen %1 Anfragen</translation>
    </message>
    <message>
        <source>, %1 wait.</source>
        <translation>, %1 warten.</translation>
    </message>
    <message>
        <source>Settings are not kept: %1: %2. What you set lasts until the window closes.</source>
        <translation>Einstellungen werden nicht gespeichert: %1: %2. Änderungen gelten nur, bis das Fenster geschlossen wird.</translation>
    </message>
    <message>
        <source>it is a folder</source>
        <translation>das ist ein Ordner</translation>
    </message>
    <message>
        <source>it cannot be read</source>
        <translation>die Datei ist nicht lesbar</translation>
    </message>
    <message>
        <source>it cannot be written</source>
        <translation>die Datei ist nicht beschreibbar</translation>
    </message>
    <message>
        <source>The settings cannot be read in whole: %1.</source>
        <translation>Die Einstellungen sind nur zum Teil lesbar: %1.</translation>
    </message>
    <message>
        <source>The settings cannot be read in whole: %1. The file as it was is now %2.</source>
        <translation>Die Einstellungen sind nur zum Teil lesbar: %1. Die Datei, wie sie war, ist jetzt %2.</translation>
    </message>
</context>
<context>
    <name>ui::Announcer</name>
    <message>
        <source>%1 and %2 more</source>
        <translation>%1 und %2 weitere</translation>
    </message>
    <message>
        <source>Memory is full.</source>
        <translation>Der Speicher ist voll.</translation>
    </message>
    <message>
        <source>%1 was pruned.</source>
        <translation>%1 wurde gekappt.</translation>
    </message>
    <message>
        <source>%1 were pruned.</source>
        <translation>%1 wurden gekappt.</translation>
    </message>
    <message>
        <source>%1 waits for memory.</source>
        <translation>%1 wartet auf Speicher.</translation>
    </message>
    <message>
        <source>%1 wait for memory.</source>
        <translation>%1 warten auf Speicher.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>ui::AppWindow</name>
    <message>
        <source>Next run</source>
        <translation>Nächster Lauf</translation>
    </message>
    <message>
        <source>KV cache</source>
        <translation>KV-Cache</translation>
    </message>
    <message>
        <source>saturated · 99.9 %</source>
        <translation>gesättigt · 99.9 %</translation>
    </message>
    <message>
        <source>Weighted vote</source>
        <translation>Stimmgewichte</translation>
    </message>
    <message>
        <source>Vote</source>
        <translation>Abstimmung</translation>
    </message>
    <message>
        <source>leader wrong</source>
        <translation>liegt falsch</translation>
    </message>
    <message>
        <source>Trace</source>
        <translation>Trace</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Ereignisse</translation>
    </message>
    <message>
        <source>%1 – Stepscope</source>
        <translation>%1 – Stepscope</translation>
    </message>
    <message>
        <source>Opening the recording…</source>
        <translation>Die Aufzeichnung wird geöffnet&#xa0;…</translation>
    </message>
    <message>
        <source>Loading the model…</source>
        <translation>Das Modell wird geladen&#xa0;…</translation>
    </message>
    <message>
        <source>Meanwhile you can open a recording (Ctrl+O).</source>
        <translation>Inzwischen lässt sich eine Aufzeichnung öffnen (Strg+O).</translation>
    </message>
    <message>
        <source>No model is loaded</source>
        <translation>Kein Modell geladen</translation>
    </message>
    <message>
        <source>Open a model folder on the left, load the demo model, or open a recording (Ctrl+O).</source>
        <translation>Links einen Modellordner öffnen, das Demomodell laden oder eine Aufzeichnung öffnen (Strg+O).</translation>
    </message>
    <message>
        <source>A scorer is being trained</source>
        <translation>Ein Scorer wird trainiert</translation>
    </message>
    <message>
        <source>A run can start once the training has finished or was cancelled: File menu, Train a scorer (Ctrl+Shift+T). Meanwhile you can open a recording (Ctrl+O).</source>
        <translation>Ein Lauf kann starten, sobald das Training beendet oder abgebrochen ist: Menü „Datei“, „Scorer trainieren“ (Strg+Umschalt+T). Inzwischen lässt sich eine Aufzeichnung öffnen (Strg+O).</translation>
    </message>
    <message>
        <source>A study is running</source>
        <translation>Eine Studie läuft</translation>
    </message>
    <message>
        <source>A run can start once the study has finished or is paused: Study menu, New study (Ctrl+Shift+Y). Meanwhile you can open a recording (Ctrl+O).</source>
        <translation>Ein Lauf kann starten, sobald die Studie beendet oder angehalten ist: Menü „Studie“, „Neue Studie“ (Strg+Umschalt+Y). Inzwischen lässt sich eine Aufzeichnung öffnen (Strg+O).</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Startet&#xa0;…</translation>
    </message>
    <message>
        <source>Comparing: run %1 of %2, %3.</source>
        <translation>Vergleich: Lauf %1 von %2, %3.</translation>
    </message>
    <message>
        <source>The comparison ends here: one of its runs did not finish.</source>
        <translation>Der Vergleich endet hier: Einer der Läufe wurde nicht fertig.</translation>
    </message>
    <message>
        <source>There is no finished run to ask yet.</source>
        <translation>Es gibt noch keinen beendeten Lauf, der befragt werden kann.</translation>
    </message>
    <message>
        <source>Compare recordings</source>
        <translation>Aufzeichnungen vergleichen</translation>
    </message>
    <message>
        <source>Recordings and comparisons (*.stepscope compare.json);;All files (*)</source>
        <translation>Aufzeichnungen und Vergleiche (*.stepscope compare.json);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>step %1</source>
        <translation>Schritt %1</translation>
    </message>
    <message>
        <source>the text after the last scored step</source>
        <translation>den Text nach dem letzten bewerteten Schritt</translation>
    </message>
    <message>
        <source>Copy trace %1 with its scores</source>
        <translation>Trace %1 mit Scores kopieren</translation>
    </message>
    <message>
        <source>Copy %1</source>
        <translation>%1 kopieren</translation>
    </message>
    <message>
        <source>Copy the answer %1</source>
        <translation>Antwort %1 kopieren</translation>
    </message>
    <message>
        <source>Read %1</source>
        <translation>%1 lesen</translation>
    </message>
    <message>
        <source>Go to when %1 was scored (%2)</source>
        <translation>Zur Bewertung von %1 springen (%2)</translation>
    </message>
    <message>
        <source>Read trace %1</source>
        <translation>Trace %1 lesen</translation>
    </message>
    <message>
        <source>Go to the end of trace %1 (%2)</source>
        <translation>Zum Ende von Trace %1 springen (%2)</translation>
    </message>
    <message>
        <source>Go to this moment (%1)</source>
        <translation>Zu diesem Zeitpunkt springen (%1)</translation>
    </message>
    <message>
        <source>Copy the selected text</source>
        <translation>Markierten Text kopieren</translation>
    </message>
    <message>
        <source>Copy this event</source>
        <translation>Dieses Ereignis kopieren</translation>
    </message>
    <message>
        <source>Copy all events</source>
        <translation>Alle Ereignisse kopieren</translation>
    </message>
    <message>
        <source>Copy the vote</source>
        <translation>Abstimmung kopieren</translation>
    </message>
    <message>
        <source>Copy the vote as CSV</source>
        <translation>Abstimmung als CSV kopieren</translation>
    </message>
    <message>
        <source>Copy the shares as CSV</source>
        <translation>Anteile als CSV kopieren</translation>
    </message>
    <message>
        <source>Copy the use of memory as CSV</source>
        <translation>Speicherbelegung als CSV kopieren</translation>
    </message>
    <message>
        <source>Copy all traces as CSV</source>
        <translation>Alle Traces als CSV kopieren</translation>
    </message>
    <message>
        <source>Zoom to %1</source>
        <translation>Auf %1 zoomen</translation>
    </message>
    <message>
        <source>Show whole traces</source>
        <translation>Ganze Traces zeigen</translation>
    </message>
    <message>
        <source>Clear the history?</source>
        <translation>Verlauf löschen?</translation>
    </message>
    <message>
        <source>Runs are not kept in Recent runs for now; save what you need (Ctrl+S). The reason: %1</source>
        <translation>Vorerst werden unter „Letzte Läufe“ keine Läufe aufbewahrt; bei Bedarf speichern (Strg+S). Der Grund: %1</translation>
    </message>
    <message>
        <source>The run that was kept is removed from this computer.</source>
        <translation>Der aufbewahrte Lauf wird von diesem Computer entfernt.</translation>
    </message>
    <message>
        <source>The %1 runs that were kept are removed from this computer.</source>
        <translation>Die %1 aufbewahrten Läufe werden von diesem Computer entfernt.</translation>
    </message>
    <message>
        <source> Recordings that you saved elsewhere stay.</source>
        <translation> Andernorts gespeicherte Aufzeichnungen bleiben erhalten.</translation>
    </message>
    <message>
        <source>Lesson</source>
        <translation>Lektion</translation>
    </message>
    <message>
        <source>Pages that operate this window</source>
        <translation>Seiten, die dieses Fenster bedienen</translation>
    </message>
    <message>
        <source>Open a lesson</source>
        <translation>Lektion öffnen</translation>
    </message>
    <message>
        <source>Lessons (*.json);;All files (*)</source>
        <translation>Lektionen (*.json);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>The model is being loaded.</source>
        <translation>Das Modell wird gerade geladen.</translation>
    </message>
    <message>
        <source>The lesson is about the demo model that comes with the program.</source>
        <translation>Die Lektion handelt vom mitgelieferten Demomodell.</translation>
    </message>
    <message>
        <source>Load the demo model</source>
        <translation>Demomodell laden</translation>
    </message>
    <message>
        <source>Lesson, page %1 of %2: %3</source>
        <translation>Lektion, Seite %1 von %2: %3</translation>
    </message>
    <message>
        <source>Traces n</source>
        <translation>Traces n</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Open recording…</source>
        <translation>Aufzeichnung ö&amp;ffnen&#xa0;…</translation>
    </message>
    <message>
        <source>Compare recordin&amp;gs…</source>
        <translation>Aufzeichnungen ver&amp;gleichen&#xa0;…</translation>
    </message>
    <message>
        <source>&amp;Save recording as…</source>
        <translation>Aufzeichnung &amp;speichern unter&#xa0;…</translation>
    </message>
    <message>
        <source>&amp;Back to the last run</source>
        <translation>&amp;Zurück zum letzten Lauf</translation>
    </message>
    <message>
        <source>Shows this window&apos;s last run again, after a recording or another run replaced it</source>
        <translation>Zeigt den letzten Lauf dieses Fensters wieder an, nachdem ihn eine Aufzeichnung oder ein anderer Lauf ersetzt hat</translation>
    </message>
    <message>
        <source>&amp;Record every run…</source>
        <translation>&amp;Jeden Lauf aufzeichnen&#xa0;…</translation>
    </message>
    <message>
        <source>Writes each run to a file of its own while it runs</source>
        <translation>Schreibt jeden Lauf schon während des Laufs in eine eigene Datei</translation>
    </message>
    <message>
        <source>Choose a &amp;model</source>
        <translation>Modell &amp;wählen</translation>
    </message>
    <message>
        <source>Open s&amp;corer…</source>
        <translation>S&amp;corer öffnen&#xa0;…</translation>
    </message>
    <message>
        <source>&amp;Train a scorer…</source>
        <translation>Scorer &amp;trainieren&#xa0;…</translation>
    </message>
    <message>
        <source>Load the d&amp;emo model</source>
        <translation>D&amp;emomodell laden</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>&amp;Starten</translation>
    </message>
    <message>
        <source>&amp;Compare policies…</source>
        <translation>Strategien &amp;vergleichen&#xa0;…</translation>
    </message>
    <message>
        <source>&amp;What if…</source>
        <translation>&amp;Was wäre wenn&#xa0;…</translation>
    </message>
    <message>
        <source>What another policy, memory or number of traces would have made of the run shown</source>
        <translation>Was eine andere Strategie, anderer Speicher oder eine andere Anzahl von Traces aus dem gezeigten Lauf gemacht hätte</translation>
    </message>
    <message>
        <source>Score again with another scorer…</source>
        <translation>Mit anderem Scorer neu bewerten&#xa0;…</translation>
    </message>
    <message>
        <source>Other scores for the run shown: from kept hidden rows, or with the model that made it</source>
        <translation>Andere Scores für den gezeigten Lauf: aus aufbewahrten verborgenen Zuständen oder mit dem Modell, das ihn erzeugt hat</translation>
    </message>
    <message>
        <source>&amp;Pause or resume</source>
        <translation>&amp;Anhalten oder fortsetzen</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>S&amp;toppen</translation>
    </message>
    <message>
        <source>P&amp;olicy</source>
        <translation>Strate&amp;gie</translation>
    </message>
    <message>
        <source>Full speed</source>
        <translation>Volle Geschwindigkeit</translation>
    </message>
    <message>
        <source>Watchable pace</source>
        <translation>Zuschautempo</translation>
    </message>
    <message>
        <source>Pla&amp;y or pause the replay</source>
        <translation>Wiedergabe starten oder &amp;pausieren</translation>
    </message>
    <message>
        <source>Back 5 s</source>
        <translation>5 s zurück</translation>
    </message>
    <message>
        <source>Forward 5 s</source>
        <translation>5 s vor</translation>
    </message>
    <message>
        <source>&amp;Live: to the end of the run</source>
        <translation>&amp;Live: zum Ende des Laufs</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>Write a &amp;note</source>
        <translation>&amp;Notiz schreiben</translation>
    </message>
    <message>
        <source>&amp;Reset layout</source>
        <translation>Anordnung &amp;zurücksetzen</translation>
    </message>
    <message>
        <source>&amp;Search in the trace</source>
        <translation>Im Trace &amp;suchen</translation>
    </message>
    <message>
        <source>Search in a&amp;ll traces</source>
        <translation>In a&amp;llen Traces suchen</translation>
    </message>
    <message>
        <source>Go to the l&amp;anes</source>
        <translation>Zu den Sp&amp;uren</translation>
    </message>
    <message>
        <source>&amp;Trace</source>
        <translation>&amp;Trace</translation>
    </message>
    <message>
        <source>&amp;State</source>
        <translation>&amp;Zustand</translation>
    </message>
    <message>
        <source>S&amp;core</source>
        <translation>S&amp;core</translation>
    </message>
    <message>
        <source>Ste&amp;ps</source>
        <translation>Sch&amp;ritte</translation>
    </message>
    <message>
        <source>T&amp;okens</source>
        <translation>T&amp;oken</translation>
    </message>
    <message>
        <source>&amp;Answer</source>
        <translation>&amp;Antwort</translation>
    </message>
    <message>
        <source>Zoom &amp;into the steps</source>
        <translation>Schritte ver&amp;größern</translation>
    </message>
    <message>
        <source>Zoom &amp;out of the steps</source>
        <translation>Schritte ver&amp;kleinern</translation>
    </message>
    <message>
        <source>&amp;Whole traces</source>
        <translation>Ganze &amp;Traces</translation>
    </message>
    <message>
        <source>S&amp;maller text</source>
        <translation>Kle&amp;inere Schrift</translation>
    </message>
    <message>
        <source>&amp;Usual text size</source>
        <translation>Ü&amp;bliche Schriftgröße</translation>
    </message>
    <message>
        <source>&amp;Presentation</source>
        <translation>&amp;Präsentation</translation>
    </message>
    <message>
        <source>Large type, few panels and a caption, for a room</source>
        <translation>Große Schrift, wenige Bereiche und eine Bildunterschrift, für Vorträge</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>Farbsche&amp;ma</translation>
    </message>
    <message>
        <source>&amp;System</source>
        <translation>&amp;System</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Hell</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>&amp;Dunkel</translation>
    </message>
    <message>
        <source>Langua&amp;ge</source>
        <translation>Spra&amp;che</translation>
    </message>
    <message>
        <source>The language changes when the program starts again.</source>
        <translation>Die Sprache wechselt beim nächsten Programmstart.</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;Lesson</source>
        <translation>&amp;Lektion</translation>
    </message>
    <message>
        <source>Ten minutes through the method, in this window</source>
        <translation>In zehn Minuten durch die Methode, in diesem Fenster</translation>
    </message>
    <message>
        <source>&amp;Open a lesson…</source>
        <translation>Lektion ö&amp;ffnen&#xa0;…</translation>
    </message>
    <message>
        <source>&amp;End the lesson</source>
        <translation>Lektion &amp;beenden</translation>
    </message>
    <message>
        <source>Your own settings come back</source>
        <translation>Die eigenen Einstellungen kommen zurück</translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation>&amp;Tasten</translation>
    </message>
    <message>
        <source>&amp;Glossary</source>
        <translation>&amp;Glossar</translation>
    </message>
    <message>
        <source>Glossary</source>
        <translation>Glossar</translation>
    </message>
    <message>
        <source>&amp;About Stepscope</source>
        <translation>&amp;Über Stepscope</translation>
    </message>
    <message>
        <source>&amp;Run (waits for the training)</source>
        <translation>&amp;Starten (wartet auf das Training)</translation>
    </message>
    <message>
        <source>&amp;Run (waits for the study)</source>
        <translation>&amp;Starten (wartet auf die Studie)</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Strg+Eingabe</translation>
    </message>
    <message>
        <source>In the problem: run it</source>
        <translation>In der Aufgabe: starten</translation>
    </message>
    <message>
        <source>Up, Down</source>
        <translation>Auf, Ab</translation>
    </message>
    <message>
        <source>In the lanes: select a trace</source>
        <translation>In den Spuren: Trace auswählen</translation>
    </message>
    <message>
        <source>Left, Right</source>
        <translation>Links, Rechts</translation>
    </message>
    <message>
        <source>In the lanes: select a step of the trace</source>
        <translation>In den Spuren: Schritt des Trace auswählen</translation>
    </message>
    <message>
        <source>+, -, 0</source>
        <translation>+, -, 0</translation>
    </message>
    <message>
        <source>In the lanes: zoom the steps in and out, show whole traces</source>
        <translation>In den Spuren: Schritte vergrößern und verkleinern, ganze Traces zeigen</translation>
    </message>
    <message>
        <source>Shift+Left, Shift+Right</source>
        <translation>Umschalt+Links, Umschalt+Rechts</translation>
    </message>
    <message>
        <source>In the lanes: move zoomed steps</source>
        <translation>In den Spuren: vergrößerte Schritte verschieben</translation>
    </message>
    <message>
        <source>Ctrl+wheel, Shift+wheel, drag</source>
        <translation>Strg+Mausrad, Umschalt+Mausrad, Ziehen</translation>
    </message>
    <message>
        <source>On the steps: zoom and move them</source>
        <translation>Auf den Schritten: zoomen und verschieben</translation>
    </message>
    <message>
        <source>Left, Right, Space</source>
        <translation>Links, Rechts, Leertaste</translation>
    </message>
    <message>
        <source>In a comparison: previous and next decision, play or pause</source>
        <translation>In einem Vergleich: vorige und nächste Entscheidung, Wiedergabe oder Pause</translation>
    </message>
    <message>
        <source>Left, Right, Page keys, Home, End</source>
        <translation>Links, Rechts, Bild auf/ab, Pos1, Ende</translation>
    </message>
    <message>
        <source>In the time slider: move through the run</source>
        <translation>Im Zeitregler: durch den Lauf gehen</translation>
    </message>
    <message>
        <source>Up, Down, Left, Right</source>
        <translation>Auf, Ab, Links, Rechts</translation>
    </message>
    <message>
        <source>In the vote: another answer, another of its traces</source>
        <translation>In der Abstimmung: andere Antwort, anderer ihrer Traces</translation>
    </message>
    <message>
        <source>Enter, F2, Delete</source>
        <translation>Eingabe, F2, Entf</translation>
    </message>
    <message>
        <source>In the notes: go there, change the text, delete</source>
        <translation>In den Notizen: hinspringen, Text ändern, löschen</translation>
    </message>
    <message>
        <source>Right, Page Down; Left, Page Up</source>
        <translation>Rechts, Bild ab; Links, Bild auf</translation>
    </message>
    <message>
        <source>In a presentation: the next event, the one before</source>
        <translation>In einer Präsentation: nächstes Ereignis, voriges Ereignis</translation>
    </message>
    <message>
        <source>Space, Home, End, Esc</source>
        <translation>Leertaste, Pos1, Ende, Esc</translation>
    </message>
    <message>
        <source>In a presentation: go on or pause, the beginning, the end, leave</source>
        <translation>In einer Präsentation: weiter oder Pause, Anfang, Ende, verlassen</translation>
    </message>
    <message>
        <source>Tab, Shift+Tab</source>
        <translation>Tab, Umschalt+Tab</translation>
    </message>
    <message>
        <source>Next and previous control</source>
        <translation>Nächstes und voriges Bedienelement</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>About Stepscope</source>
        <translation>Über Stepscope</translation>
    </message>
    <message>
        <source>&lt;h3&gt;Stepscope %1&lt;/h3&gt;&lt;p&gt;Watch a language model reason in parallel. Every step is scored from its hidden state. When memory is full, the trace with the lowest score is pruned. The finished traces vote, weighted by score.&lt;/p&gt;&lt;p&gt;The method is STEP (arXiv 2601.09093).&lt;/p&gt;&lt;p&gt;Made with Qt %2 and Qt Charts. The source is under the MIT License; with Qt Charts in it, the program is under the GNU General Public License, version 3.&lt;/p&gt;</source>
        <translation>&lt;h3&gt;Stepscope %1&lt;/h3&gt;&lt;p&gt;Einem Sprachmodell beim parallelen Denken zusehen. Jeder Schritt wird anhand seines verborgenen Zustands bewertet. Ist der Speicher voll, wird der Trace mit dem niedrigsten Score gekappt. Die beendeten Traces stimmen ab, gewichtet nach Score.&lt;/p&gt;&lt;p&gt;Die Methode ist STEP (arXiv 2601.09093).&lt;/p&gt;&lt;p&gt;Erstellt mit Qt %2 und Qt Charts. Der Quelltext steht unter der MIT-Lizenz; mit Qt Charts steht das Programm unter der GNU General Public License, Version 3.&lt;/p&gt;</translation>
    </message>
    <message>
        <source>Continue on the CPU</source>
        <translation>Auf der CPU fortfahren</translation>
    </message>
    <message>
        <source>Open a model file</source>
        <translation>Modelldatei öffnen</translation>
    </message>
    <message>
        <source>GGUF models (*.gguf);;All files (*)</source>
        <translation>GGUF-Modelle (*.gguf);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Look for models in a folder</source>
        <translation>Modelle in einem Ordner suchen</translation>
    </message>
    <message>
        <source>%1 is searched now, but the setting could not be saved.</source>
        <translation>%1 wird jetzt durchsucht, aber die Einstellung konnte nicht gespeichert werden.</translation>
    </message>
    <message>
        <source>1 model in %1 was added to the menu.</source>
        <translation>1 Modell in %1 wurde ins Menü aufgenommen.</translation>
    </message>
    <message>
        <source>%1 models in %2 were added to the menu.</source>
        <translation>%1 Modelle in %2 wurden ins Menü aufgenommen.</translation>
    </message>
    <message>
        <source>No model was found in %1. Models that you put there will appear in the menu.</source>
        <translation>In %1 wurde kein Modell gefunden. Modelle, die dort abgelegt werden, erscheinen im Menü.</translation>
    </message>
    <message>
        <source>Use a plain prompt</source>
        <translation>Einfachen Prompt verwenden</translation>
    </message>
    <message>
        <source>Open a model folder</source>
        <translation>Modellordner öffnen</translation>
    </message>
    <message>
        <source>Open a scorer</source>
        <translation>Scorer öffnen</translation>
    </message>
    <message>
        <source>Scorers (*.pt *.safetensors);;All files (*)</source>
        <translation>Scorer (*.pt *.safetensors);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>%1 is not a recording, model, scorer or folder.</source>
        <translation>%1 ist weder Aufzeichnung noch Modell, Scorer oder Ordner.</translation>
    </message>
    <message>
        <source>%1 is empty: it has no problem.</source>
        <translation>%1 ist leer: keine Aufgabe enthalten.</translation>
    </message>
    <message>
        <source>The problem of the next run is the text of %1.</source>
        <translation>Die Aufgabe des nächsten Laufs ist der Text von %1.</translation>
    </message>
    <message>
        <source>&amp;Step to</source>
        <translation>Spri&amp;ngen zu</translation>
    </message>
    <message>
        <source>&amp;Next event</source>
        <translation>&amp;Nächstes Ereignis</translation>
    </message>
    <message>
        <source>&amp;Previous event</source>
        <translation>&amp;Voriges Ereignis</translation>
    </message>
    <message>
        <source>Next p&amp;rune</source>
        <translation>Nächste &amp;Kappung</translation>
    </message>
    <message>
        <source>Previous pr&amp;une</source>
        <translation>Vorige Ka&amp;ppung</translation>
    </message>
    <message>
        <source>Next &amp;leader of the vote</source>
        <translation>Nächster &amp;Führungswechsel der Abstimmung</translation>
    </message>
    <message>
        <source>Previous l&amp;eader of the vote</source>
        <translation>Voriger Führungs&amp;wechsel der Abstimmung</translation>
    </message>
    <message>
        <source>Next p&amp;ass of the model</source>
        <translation>Nächster &amp;Durchlauf des Modells</translation>
    </message>
    <message>
        <source>Previous pa&amp;ss of the model</source>
        <translation>Voriger Du&amp;rchlauf des Modells</translation>
    </message>
    <message>
        <source>Pause &amp;at</source>
        <translation>Anhalten &amp;bei</translation>
    </message>
    <message>
        <source>The first &amp;saturation, before a trace is pruned</source>
        <translation>Erster &amp;Sättigung, bevor ein Trace gekappt wird</translation>
    </message>
    <message>
        <source>Every &amp;prune or preemption</source>
        <translation>Jeder &amp;Kappung oder Verdrängung</translation>
    </message>
    <message>
        <source>A new &amp;leader of the vote</source>
        <translation>&amp;Führungswechsel der Abstimmung</translation>
    </message>
    <message>
        <source>The first &amp;answer</source>
        <translation>Der ersten &amp;Antwort</translation>
    </message>
    <message>
        <source>The model used last time is gone: %1. The demo model is used instead.</source>
        <translation>Das zuletzt verwendete Modell ist nicht mehr da: %1. Stattdessen wird das Demomodell verwendet.</translation>
    </message>
    <message>
        <source>The model used last time could not be loaded. The demo model is used instead. The reason: %1</source>
        <translation>Das zuletzt verwendete Modell konnte nicht geladen werden. Stattdessen wird das Demomodell verwendet. Der Grund: %1</translation>
    </message>
    <message>
        <source>KV cache %1 instead of %2</source>
        <translation>KV-Cache %1 statt %2</translation>
    </message>
    <message>
        <source>n %1 instead of %2, as more do not fit</source>
        <translation>n %1 statt %2, da nicht mehr hineinpassen</translation>
    </message>
    <message>
        <source>Your settings stay. Adapted: %1.</source>
        <translation>Die Einstellungen bleiben erhalten. Angepasst: %1.</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notizen</translation>
    </message>
    <message>
        <source>What people wrote about this run, kept beside its recording</source>
        <translation>Was zu diesem Lauf notiert wurde, neben seiner Aufzeichnung abgelegt</translation>
    </message>
    <message>
        <source>There is no run to write about yet.</source>
        <translation>Es gibt noch keinen Lauf, zu dem sich etwas notieren lässt.</translation>
    </message>
    <message>
        <source>Write a note on step %1 of %2</source>
        <translation>Notiz zu Schritt %1 von %2 schreiben</translation>
    </message>
    <message>
        <source>Write a note on trace %1</source>
        <translation>Notiz zu Trace %1 schreiben</translation>
    </message>
    <message>
        <source>Write a note at this moment</source>
        <translation>Notiz zu diesem Zeitpunkt schreiben</translation>
    </message>
    <message>
        <source>Scoring the recording with %1: %2</source>
        <translation>Die Aufzeichnung wird mit %1 bewertet: %2</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>The recording keeps its scores: %1</source>
        <translation>Die Aufzeichnung behält ihre Scores: %1</translation>
    </message>
    <message>
        <source>The recording keeps its scores.</source>
        <translation>Die Aufzeichnung behält ihre Scores.</translation>
    </message>
    <message>
        <source>The recording is re-scored with %1.</source>
        <translation>Die Aufzeichnung ist mit %1 neu bewertet.</translation>
    </message>
    <message>
        <source>The answer is still %1.</source>
        <translation>Die Antwort ist weiterhin %1.</translation>
    </message>
    <message>
        <source>The answer is %1.</source>
        <translation>Die Antwort ist %1.</translation>
    </message>
    <message>
        <source>The answer was %1 and is now %2.</source>
        <translation>Die Antwort war %1 und ist jetzt %2.</translation>
    </message>
    <message>
        <source>Save the recording to keep the new scores.</source>
        <translation>Zum Behalten der neuen Scores die Aufzeichnung speichern.</translation>
    </message>
    <message>
        <source>%1 is loaded for the next run. The recording shown has other scores.</source>
        <translation>%1 ist für den nächsten Lauf geladen. Die gezeigte Aufzeichnung hat andere Scores.</translation>
    </message>
    <message>
        <source>Score it again</source>
        <translation>Neu bewerten</translation>
    </message>
    <message>
        <source>There is no finished run to score again yet.</source>
        <translation>Es gibt noch keinen beendeten Lauf, der neu bewertet werden kann.</translation>
    </message>
    <message>
        <source>Score the run shown with another scorer</source>
        <translation>Gezeigten Lauf mit einem anderen Scorer bewerten</translation>
    </message>
    <message>
        <source>Save the run?</source>
        <translation>Lauf speichern?</translation>
    </message>
    <message>
        <source>The run is in progress, and nothing of it is saved.</source>
        <translation>Der Lauf ist im Gang, und nichts davon ist gespeichert.</translation>
    </message>
    <message>
        <source>The run is not saved.</source>
        <translation>Der Lauf ist nicht gespeichert.</translation>
    </message>
    <message>
        <source>There is no problem yet: type one or choose an example.</source>
        <translation>Es gibt noch keine Aufgabe: eine eingeben oder ein Beispiel wählen.</translation>
    </message>
    <message>
        <source>If you do not save it, Back to the last run in the File menu brings it back, until the next run replaces it.</source>
        <translation>Ohne Speichern holt „Zurück zum letzten Lauf“ im Menü „Datei“ ihn zurück, bis der nächste Lauf ihn ersetzt.</translation>
    </message>
    <message>
        <source>Open a recording</source>
        <translation>Aufzeichnung öffnen</translation>
    </message>
    <message>
        <source>Recordings (*.stepscope);;All files (*)</source>
        <translation>Aufzeichnungen (*.stepscope);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Save the recording</source>
        <translation>Aufzeichnung speichern</translation>
    </message>
    <message>
        <source>Recordings (*.stepscope)</source>
        <translation>Aufzeichnungen (*.stepscope)</translation>
    </message>
    <message>
        <source>The problem of this run is too long to edit. The problem in the box stays.</source>
        <translation>Die Aufgabe dieses Laufs ist zu lang zum Bearbeiten. Die Aufgabe im Feld bleibt stehen.</translation>
    </message>
    <message>
        <source>Folder for recordings</source>
        <translation>Ordner für Aufzeichnungen</translation>
    </message>
    <message>
        <source>the first token</source>
        <translation>dem ersten Token</translation>
    </message>
    <message>
        <source>the first %1 tokens</source>
        <translation>den ersten %1 Token</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>your words</source>
        <translation>eigenen Worten</translation>
    </message>
    <message>
        <source>%1 of %2 and your words</source>
        <translation>%1 von %2 und eigenen Worten</translation>
    </message>
    <message>
        <source>A new run: %1 with %2.</source>
        <translation>Ein neuer Lauf: %1 mit %2.</translation>
    </message>
    <message>
        <source>1 trace begins</source>
        <translation>1 Trace beginnt</translation>
    </message>
    <message>
        <source>%1 traces begin</source>
        <translation>%1 Traces beginnen</translation>
    </message>
    <message>
        <source>&amp;Protect, or stop protecting</source>
        <translation>&amp;Schützen oder Schutz aufheben</translation>
    </message>
    <message>
        <source>Pr&amp;une now</source>
        <translation>&amp;Jetzt kappen</translation>
    </message>
    <message>
        <source>&amp;Fork after the selected step</source>
        <translation>Nach dem gewählten Schritt ab&amp;zweigen</translation>
    </message>
    <message>
        <source>&amp;Rewrite the selected step…</source>
        <translation>Gewählten Schritt &amp;umschreiben&#xa0;…</translation>
    </message>
    <message>
        <source>Let the pruned &amp;finish</source>
        <translation>Gekappte &amp;zu Ende führen</translation>
    </message>
    <message>
        <source>The traces that were cut go on from there, outside of the run&apos;s time and vote</source>
        <translation>Die gekappten Traces gehen von dort weiter, außerhalb von Zeit und Abstimmung des Laufs</translation>
    </message>
    <message>
        <source>&amp;Study</source>
        <translation>&amp;Studie</translation>
    </message>
    <message>
        <source>&amp;New study…</source>
        <translation>&amp;Neue Studie&#xa0;…</translation>
    </message>
    <message>
        <source>Runs policies, n, memory and seeds over a problem set, and writes a report</source>
        <translation>Lässt Strategien, n, Speicher und Seeds über eine Aufgabensammlung laufen und schreibt einen Bericht</translation>
    </message>
    <message>
        <source>&amp;Continue a study…</source>
        <translation>Studie &amp;fortsetzen&#xa0;…</translation>
    </message>
    <message>
        <source>Continue a study</source>
        <translation>Studie fortsetzen</translation>
    </message>
    <message>
        <source>Studies (study.json plan.json)</source>
        <translation>Studien (study.json plan.json)</translation>
    </message>
    <message>
        <source>One that was paused, or stopped with the program, from where it was</source>
        <translation>Eine angehaltene oder mit dem Programm beendete Studie geht dort weiter, wo sie stand</translation>
    </message>
    <message>
        <source>Report of the &amp;embedded model</source>
        <translation>Bericht zum eingebetteten &amp;Modell</translation>
    </message>
    <message>
        <source>All policies on the problems of the embedded model; opens in the browser</source>
        <translation>Alle Strategien auf den Aufgaben des eingebetteten Modells; öffnet sich im Browser</translation>
    </message>
    <message>
        <source>This copy of the program comes without a study: resources/study/report.html is missing</source>
        <translation>Dieser Programmversion liegt keine Studie bei: resources/study/report.html fehlt</translation>
    </message>
    <message>
        <source>&amp;Open a study report…</source>
        <translation>&amp;Studienbericht öffnen&#xa0;…</translation>
    </message>
    <message>
        <source>Open a study</source>
        <translation>Studie öffnen</translation>
    </message>
    <message>
        <source>Studies (report.html study.json)</source>
        <translation>Studien (report.html study.json)</translation>
    </message>
    <message>
        <source>Opens a study that has run: report.html, or study.json if the report is not written yet</source>
        <translation>Öffnet eine gelaufene Studie: report.html, oder study.json, falls der Bericht noch nicht geschrieben ist</translation>
    </message>
    <message>
        <source>Opened %1 in the browser.</source>
        <translation>%1 wurde im Browser geöffnet.</translation>
    </message>
    <message>
        <source>The study in %1 is not finished.</source>
        <translation>Die Studie in %1 ist nicht beendet.</translation>
    </message>
    <message>
        <source>Continue it</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>The study stopped: %1</source>
        <translation>Die Studie wurde gestoppt: %1</translation>
    </message>
    <message>
        <source>The study has finished.</source>
        <translation>Die Studie ist beendet.</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Open a problem set</source>
        <translation>Aufgabensammlung öffnen</translation>
    </message>
    <message>
        <source>Problem sets (*.jsonl *.json);;All files (*)</source>
        <translation>Aufgabensammlungen (*.jsonl *.json);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>The scorer was not trained: %1</source>
        <translation>Der Scorer wurde nicht trainiert: %1</translation>
    </message>
    <message>
        <source>The scorer %1 is trained.</source>
        <translation>Der Scorer %1 ist trainiert.</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <comment>menu</comment>
        <translation>&amp;Lauf</translation>
    </message>
    <message>
        <source>Go to the pro&amp;blem</source>
        <translation>Zur Au&amp;fgabe</translation>
    </message>
    <message>
        <source>Sort lanes b&amp;y</source>
        <translation>Spuren s&amp;ortieren nach</translation>
    </message>
    <message>
        <source>Larg&amp;er text</source>
        <translation>Größe&amp;re Schrift</translation>
    </message>
    <message>
        <source>Selected trac&amp;e</source>
        <translation>Ausgewä&amp;hlter Trace</translation>
    </message>
    <message>
        <source>Load it with weights as %1</source>
        <translation>Mit Gewichten als %1 laden</translation>
    </message>
    <message>
        <source>Self-consistency is chosen, because %1.</source>
        <translation>Self-Consistency ist gewählt, denn %1.</translation>
    </message>
</context>
<context>
    <name>ui::BlockMap</name>
    <message>
        <source>Map of KV blocks</source>
        <translation>Karte der KV-Blöcke</translation>
    </message>
    <message>
        <source>%1 of %2 blocks in use, %3 of them by the shared prompt</source>
        <translation>%1 von %2 Blöcken belegt, davon %3 durch den gemeinsamen Prompt</translation>
    </message>
    <message>
        <source>Block %1</source>
        <translation>Block %1</translation>
    </message>
    <message>
        <source>Blocks %1 to %2</source>
        <translation>Blöcke %1 bis %2</translation>
    </message>
    <message>
        <source>beyond the capacity</source>
        <translation>jenseits der Kapazität</translation>
    </message>
    <message>
        <source>free</source>
        <translation>frei</translation>
    </message>
    <message>
        <source>shared prompt</source>
        <translation>gemeinsamer Prompt</translation>
    </message>
    <message>
        <source>trace %1</source>
        <translation>Trace %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>ui::CaptionBar</name>
    <message>
        <source>What happened</source>
        <translation>Was geschah</translation>
    </message>
    <message>
        <source>Why, and what follows</source>
        <translation>Warum, und was folgt</translation>
    </message>
    <message>
        <source>Who goes next</source>
        <translation>Wer als Nächster geht</translation>
    </message>
    <message>
        <source>Moment shown</source>
        <translation>Gezeigter Zeitpunkt</translation>
    </message>
    <message>
        <source>← → event · Space go on · Esc leave</source>
        <translation>← → Ereignis · Leertaste weiter · Esc verlassen</translation>
    </message>
    <message>
        <source>Next to go: %1</source>
        <translation>Als Nächster geht: %1</translation>
    </message>
    <message>
        <source>plays</source>
        <translation>läuft ab</translation>
    </message>
    <message>
        <source>recorded</source>
        <translation>aufgezeichnet</translation>
    </message>
    <message>
        <source>looking back</source>
        <translation>Rückblick</translation>
    </message>
    <message>
        <source>live</source>
        <translation>live</translation>
    </message>
</context>
<context>
    <name>ui::CompareColumn</name>
    <message>
        <source>Traces of run %1, %2</source>
        <translation>Traces von Lauf %1, %2</translation>
    </message>
    <message>
        <source>KV cache of run %1 over time</source>
        <translation>KV-Cache von Lauf %1 im Zeitverlauf</translation>
    </message>
    <message>
        <source>Answer of run %1</source>
        <translation>Antwort von Lauf %1</translation>
    </message>
    <message>
        <source>Remove run %1 from the comparison</source>
        <translation>Lauf %1 aus dem Vergleich entfernen</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>keine Antwort</translation>
    </message>
    <message>
        <source>tie, takes %1</source>
        <translation>Gleichstand, nimmt %1</translation>
    </message>
    <message>
        <source>answers %1</source>
        <translation>antwortet %1</translation>
    </message>
    <message>
        <source>by weight %1</source>
        <translation>nach Gewicht %1</translation>
    </message>
    <message>
        <source>by majority %1</source>
        <translation>nach Mehrheit %1</translation>
    </message>
    <message>
        <source>, right</source>
        <translation>, richtig</translation>
    </message>
    <message>
        <source>, wrong</source>
        <translation>, falsch</translation>
    </message>
    <message>
        <source>latency, simulated</source>
        <translation>Latenz, simuliert</translation>
    </message>
    <message>
        <source>latency</source>
        <translation>Latenz</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>Wartezeit</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>recomputed</source>
        <translation>neu berechnet</translation>
    </message>
    <message>
        <source>pruned</source>
        <translation>gekappt</translation>
    </message>
    <message>
        <source>peak KV</source>
        <translation>KV-Spitze</translation>
    </message>
    <message>
        <source>%1 of run %2</source>
        <translation>%1 von Lauf %2</translation>
    </message>
    <message>
        <source>* Slowed to a pace for watching: the latency says nothing.</source>
        <translation>* Zum Zuschauen gebremst: Die Latenz sagt nichts aus.</translation>
    </message>
</context>
<context>
    <name>ui::ComparePlanDialog</name>
    <message>
        <source>Compare runs</source>
        <translation>Läufe vergleichen</translation>
    </message>
    <message>
        <source>The problem runs two to four times, one after another at full speed and with the same seed. One thing differs between the runs; all else is as in the controls.</source>
        <translation>Die Aufgabe läuft zwei- bis viermal, nacheinander, mit voller Geschwindigkeit und demselben Seed. Die Läufe unterscheiden sich in einem Punkt; alles andere ist wie eingestellt.</translation>
    </message>
    <message>
        <source>What differs between the runs</source>
        <translation>Worin sich die Läufe unterscheiden</translation>
    </message>
    <message>
        <source>policies</source>
        <translation>Strategien</translation>
    </message>
    <message>
        <source>memories</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>scorers</source>
        <translation>Scorer</translation>
    </message>
    <message>
        <source>models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Every run has the loaded model.</source>
        <translation>Jeder Lauf nutzt das geladene Modell.</translation>
    </message>
    <message>
        <source>Add a scorer…</source>
        <translation>Scorer hinzufügen&#xa0;…</translation>
    </message>
    <message>
        <source>Each is loaded when its turn comes, with the scorer beside it. The model that is loaded now comes back at the end.</source>
        <translation>Jedes wird geladen, wenn es an der Reihe ist, mit dem Scorer daneben. Am Ende kehrt das jetzt geladene Modell zurück.</translation>
    </message>
    <message>
        <source>Add a model…</source>
        <translation>Modell hinzufügen&#xa0;…</translation>
    </message>
    <message>
        <source>What is missing</source>
        <translation>Was fehlt</translation>
    </message>
    <message>
        <source>Needs a step scorer, and none is loaded</source>
        <translation>Braucht einen Schritt-Scorer, und keiner ist geladen</translation>
    </message>
    <message>
        <source>KV caches to compare, in MiB</source>
        <translation>Zu vergleichende KV-Caches, in MiB</translation>
    </message>
    <message>
        <source>12, 24, 48</source>
        <translation>12, 24, 48</translation>
    </message>
    <message>
        <source>KV caches in MiB, with commas between. The policy is the one in the controls.</source>
        <translation>KV-Caches in MiB, durch Kommas getrennt. Die Strategie ist die eingestellte.</translation>
    </message>
    <message>
        <source>Add scorers</source>
        <translation>Scorer hinzufügen</translation>
    </message>
    <message>
        <source>Scorers (*.pt *.safetensors);;All files (*)</source>
        <translation>Scorer (*.pt *.safetensors);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Add models</source>
        <translation>Modelle hinzufügen</translation>
    </message>
    <message>
        <source>Models (*.gguf *.safetensors);;All files (*)</source>
        <translation>Modelle (*.gguf *.safetensors);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Give two to four amounts of memory in MiB, such as 12, 24, 48.</source>
        <translation>Zwei bis vier Speichermengen in MiB angeben, etwa 12, 24, 48.</translation>
    </message>
    <message>
        <source>Choose two to four.</source>
        <translation>Zwei bis vier wählen.</translation>
    </message>
</context>
<context>
    <name>ui::CompareWindow</name>
    <message>
        <source>Compare runs – Stepscope</source>
        <translation>Läufe vergleichen – Stepscope</translation>
    </message>
    <message>
        <source>What differs</source>
        <translation>Was sich unterscheidet</translation>
    </message>
    <message>
        <source>&amp;What if…</source>
        <translation>&amp;Was wäre wenn&#xa0;…</translation>
    </message>
    <message>
        <source>&amp;Add a run…</source>
        <translation>Lauf &amp;hinzufügen&#xa0;…</translation>
    </message>
    <message>
        <source>A recording of the same problem</source>
        <translation>Eine Aufzeichnung derselben Aufgabe</translation>
    </message>
    <message>
        <source>&amp;Save…</source>
        <translation>&amp;Speichern&#xa0;…</translation>
    </message>
    <message>
        <source>As a folder with compare.json and a recording of each run</source>
        <translation>Als Ordner mit compare.json und einer Aufzeichnung je Lauf</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>&amp;Exportieren&#xa0;…</translation>
    </message>
    <message>
        <source>As one web page with all runs and one time slider</source>
        <translation>Als eine Webseite mit allen Läufen und einem Zeitregler</translation>
    </message>
    <message>
        <source>Asks run A what another policy, memory or number of traces would have made of its traces</source>
        <translation>Fragt Lauf A, was eine andere Strategie, anderer Speicher oder eine andere Anzahl von Traces aus seinen Traces gemacht hätte</translation>
    </message>
    <message>
        <source>Moment shown</source>
        <translation>Gezeigter Zeitpunkt</translation>
    </message>
    <message>
        <source>Previous decision in any run (Left)</source>
        <translation>Vorige Entscheidung in einem der Läufe (Links)</translation>
    </message>
    <message>
        <source>Play or pause (Space)</source>
        <translation>Wiedergabe oder Pause (Leertaste)</translation>
    </message>
    <message>
        <source>Next decision in any run (Right)</source>
        <translation>Nächste Entscheidung in einem der Läufe (Rechts)</translation>
    </message>
    <message>
        <source>Time of all runs</source>
        <translation>Zeit aller Läufe</translation>
    </message>
    <message>
        <source>Speed of the replay</source>
        <translation>Geschwindigkeit der Wiedergabe</translation>
    </message>
    <message>
        <source>known answer %1</source>
        <translation>bekannte Antwort %1</translation>
    </message>
    <message>
        <source>%1 %2 against A %3:</source>
        <translation>%1 %2 gegenüber A %3:</translation>
    </message>
    <message>
        <source>Opening %1…</source>
        <translation>%1 wird geöffnet&#xa0;…</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Add runs</source>
        <translation>Läufe hinzufügen</translation>
    </message>
    <message>
        <source>Recordings (*.stepscope);;All files (*)</source>
        <translation>Aufzeichnungen (*.stepscope);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Folder for the comparison</source>
        <translation>Ordner für den Vergleich</translation>
    </message>
    <message>
        <source>Saved in %1.</source>
        <translation>In %1 gespeichert.</translation>
    </message>
    <message>
        <source>Export as a web page</source>
        <translation>Als Webseite exportieren</translation>
    </message>
    <message>
        <source>Web pages (*.html)</source>
        <translation>Webseiten (*.html)</translation>
    </message>
    <message>
        <source>Exported to %1.</source>
        <translation>Nach %1 exportiert.</translation>
    </message>
</context>
<context>
    <name>ui::ComparedRuns</name>
    <message>
        <source>There are four runs already. Remove one first.</source>
        <translation>Es sind bereits vier Läufe. Zuerst einen entfernen.</translation>
    </message>
    <message>
        <source>This run is of another problem. Only runs of the same problem can be compared.</source>
        <translation>Dieser Lauf gehört zu einer anderen Aufgabe. Nur Läufe derselben Aufgabe lassen sich vergleichen.</translation>
    </message>
</context>
<context>
    <name>ui::DeviceBox</name>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>The best device that this version can use</source>
        <translation>Das beste Gerät, das diese Version nutzen kann</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>%1 free</source>
        <translation>%1 frei</translation>
    </message>
    <message>
        <source>GPU %1 · %2 · %3</source>
        <translation>GPU %1 · %2 · %3</translation>
    </message>
    <message>
        <source>%1, GPU %2: %3 of %4</source>
        <translation>%1, GPU %2: %3 von %4</translation>
    </message>
    <message>
        <source>GPU %1</source>
        <translation>GPU %1</translation>
    </message>
    <message>
        <source>GPU</source>
        <translation>GPU</translation>
    </message>
    <message>
        <source>As given on the command line</source>
        <translation>Wie auf der Befehlszeile angegeben</translation>
    </message>
    <message>
        <source>No GPU: %1</source>
        <translation>Keine GPU: %1</translation>
    </message>
</context>
<context>
    <name>ui::DockTitle</name>
    <message>
        <source>Hide %1</source>
        <translation>%1 ausblenden</translation>
    </message>
    <message>
        <source>Keep this panel beside the lanes</source>
        <translation>Diesen Bereich neben den Spuren behalten</translation>
    </message>
    <message>
        <source>Float or dock this panel</source>
        <translation>Diesen Bereich lösen oder andocken</translation>
    </message>
    <message>
        <source>Keep %1 beside the lanes</source>
        <translation>%1 neben den Spuren behalten</translation>
    </message>
    <message>
        <source>Float or dock %1</source>
        <translation>%1 lösen oder andocken</translation>
    </message>
    <message>
        <source>Fold this panel up again (Esc)</source>
        <translation>Diesen Bereich wieder einklappen (Esc)</translation>
    </message>
    <message>
        <source>Hide this panel (View menu shows it again)</source>
        <translation>Diesen Bereich ausblenden (Menü „Ansicht“ zeigt ihn wieder)</translation>
    </message>
</context>
<context>
    <name>ui::EdgeBar</name>
    <message>
        <source>Folded panels at the left</source>
        <translation>Eingeklappte Bereiche links</translation>
    </message>
    <message>
        <source>Folded panels at the right</source>
        <translation>Eingeklappte Bereiche rechts</translation>
    </message>
</context>
<context>
    <name>ui::EpochTable</name>
    <message>
        <source>Epochs of the training</source>
        <translation>Epochen des Trainings</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>Epoche</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>AUC</source>
        <translation>AUC</translation>
    </message>
    <message>
        <source>F1</source>
        <translation>F1</translation>
    </message>
    <message>
        <source>Passes over the training steps; the weights of the best one are kept</source>
        <translation>Durchgänge durch die Trainingsschritte; die Gewichte des besten werden behalten</translation>
    </message>
    <message>
        <source>On the training steps, mean over the epoch</source>
        <translation>Auf den Trainingsschritten, Mittel über die Epoche</translation>
    </message>
    <message>
        <source>On the validation steps: how often a step of a right trace scores above one of a wrong trace</source>
        <translation>Auf den Validierungsschritten: wie oft ein Schritt eines richtigen Trace höher bewertet wird als einer eines falschen</translation>
    </message>
    <message>
        <source>On the validation steps, called right from a score of 0.5 on</source>
        <translation>Auf den Validierungsschritten, ab einem Score von 0.5 als richtig gezählt</translation>
    </message>
    <message>
        <source>The best epoch: the scorer has its weights</source>
        <translation>Die beste Epoche: Der Scorer hat ihre Gewichte</translation>
    </message>
</context>
<context>
    <name>ui::EventsModel</name>
    <message>
        <source>%1 traces pruned in one pass: </source>
        <translation>%1 Traces in einem Durchlauf gekappt: </translation>
    </message>
    <message>
        <source>%1 traces preempted in one pass: </source>
        <translation>%1 Traces in einem Durchlauf verdrängt: </translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>und %1 weitere</translation>
    </message>
    <message>
        <source>1 earlier event is not listed.</source>
        <translation>1 früheres Ereignis ist nicht aufgeführt.</translation>
    </message>
    <message>
        <source>%1 earlier events are not listed.</source>
        <translation>%1 frühere Ereignisse sind nicht aufgeführt.</translation>
    </message>
    <message>
        <source>, later</source>
        <translation>, später</translation>
    </message>
    <message>
        <source>Click: show the first of them, and each on a line of its own</source>
        <translation>Klick: zeigt den ersten davon und jeden in einer eigenen Zeile</translation>
    </message>
    <message>
        <source>Click: show this moment and its trace</source>
        <translation>Klick: zeigt diesen Zeitpunkt und seinen Trace</translation>
    </message>
</context>
<context>
    <name>ui::EventsPanel</name>
    <message>
        <source>Events, newest first</source>
        <translation>Ereignisse, neueste zuerst</translation>
    </message>
    <message>
        <source>All events</source>
        <translation>Alle Ereignisse</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Beendet</translation>
    </message>
    <message>
        <source>Vote</source>
        <translation>Abstimmung</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Meldungen</translation>
    </message>
    <message>
        <source>Which events to list</source>
        <translation>Welche Ereignisse aufgeführt werden</translation>
    </message>
</context>
<context>
    <name>ui::Exports</name>
    <message>
        <source>E&amp;xport</source>
        <translation>E&amp;xportieren</translation>
    </message>
    <message>
        <source>&amp;Web page…</source>
        <translation>&amp;Webseite&#xa0;…</translation>
    </message>
    <message>
        <source>&amp;Tables (CSV)…</source>
        <translation>&amp;Tabellen (CSV)&#xa0;…</translation>
    </message>
    <message>
        <source>T&amp;race events for Perfetto…</source>
        <translation>Trace-E&amp;reignisse für Perfetto&#xa0;…</translation>
    </message>
    <message>
        <source>&amp;Picture</source>
        <translation>&amp;Bild</translation>
    </message>
    <message>
        <source>Copy as picture</source>
        <translation>Als Bild kopieren</translation>
    </message>
    <message>
        <source>Export as a web page</source>
        <translation>Als Webseite exportieren</translation>
    </message>
    <message>
        <source>Web pages (*.html)</source>
        <translation>Webseiten (*.html)</translation>
    </message>
    <message>
        <source>Folder for traces.csv, steps.csv, events.csv and votes.csv</source>
        <translation>Ordner für traces.csv, steps.csv, events.csv und votes.csv</translation>
    </message>
    <message>
        <source>Export trace events</source>
        <translation>Trace-Ereignisse exportieren</translation>
    </message>
    <message>
        <source>Trace events (*.json)</source>
        <translation>Trace-Ereignisse (*.json)</translation>
    </message>
    <message>
        <source>Exported to %1</source>
        <translation>Nach %1 exportiert</translation>
    </message>
    <message>
        <source>The export failed. %1</source>
        <translation>Der Export ist fehlgeschlagen. %1</translation>
    </message>
    <message>
        <source>at %1 of %2</source>
        <translation>bei %1 von %2</translation>
    </message>
    <message>
        <source> · simulated by a script</source>
        <translation> · von einem Skript simuliert</translation>
    </message>
    <message>
        <source>Save a picture</source>
        <translation>Bild speichern</translation>
    </message>
    <message>
        <source>Pictures (*.png);;Vector graphics (*.svg)</source>
        <translation>Bilder (*.png);;Vektorgrafiken (*.svg)</translation>
    </message>
</context>
<context>
    <name>ui::FillBar</name>
    <message>
        <source>Fill level of the KV cache</source>
        <translation>Füllstand des KV-Cache</translation>
    </message>
</context>
<context>
    <name>ui::GetModelDialog</name>
    <message>
        <source>Get a model</source>
        <translation>Modell holen</translation>
    </message>
    <message>
        <source>With %1, %2</source>
        <translation>Mit %1, %2</translation>
    </message>
    <message>
        <source>✓ Fits this machine. %1.</source>
        <translation>✓ Passt auf diesen Rechner. %1.</translation>
    </message>
    <message>
        <source>✗ %1.</source>
        <translation>✗ %1.</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy the command for %1</source>
        <translation>Befehl für %1 kopieren</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>No scorer is published for it. Train one here: File, Train a scorer.</source>
        <translation>Dafür ist kein Scorer veröffentlicht. Hier einen trainieren: „Datei“, „Scorer trainieren“.</translation>
    </message>
    <message>
        <source>✓ Its scorer is on this machine: %1</source>
        <translation>✓ Sein Scorer ist auf diesem Rechner: %1</translation>
    </message>
    <message>
        <source>Its scorer: %1</source>
        <translation>Sein Scorer: %1</translation>
    </message>
    <message>
        <source>Scorer&apos;s page</source>
        <translation>Seite des Scorers</translation>
    </message>
    <message>
        <source>Page of the scorer for %1</source>
        <translation>Seite des Scorers für %1</translation>
    </message>
    <message>
        <source>%1 parameters</source>
        <translation>%1 Parameter</translation>
    </message>
    <message>
        <source> · measured in the STEP paper</source>
        <translation> · im STEP-Paper gemessen</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>Laden</translation>
    </message>
    <message>
        <source>Load %1</source>
        <translation>%1 laden</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>Page of %1</source>
        <translation>Seite von %1</translation>
    </message>
    <message>
        <source>Weights %1. %2</source>
        <translation>Gewichte %1. %2</translation>
    </message>
    <message>
        <source>Without a GPU it is slow.</source>
        <translation>Ohne GPU ist es langsam.</translation>
    </message>
    <message>
        <source>✓ On this machine: %1</source>
        <translation>✓ Auf diesem Rechner: %1</translation>
    </message>
    <message>
        <source>Looking at this machine…</source>
        <translation>Dieser Rechner wird untersucht&#xa0;…</translation>
    </message>
    <message>
        <source>This machine: %1, %2 of memory.</source>
        <translation>Dieser Rechner: %1, %2 Speicher.</translation>
    </message>
    <message>
        <source>It would fit with %1 (%2).</source>
        <translation>Es würde passen mit: %1 (%2).</translation>
    </message>
    <message>
        <source>The commands are of Hugging Face&apos;s tool (pip install huggingface_hub). What they fetch appears in the Models menu by itself. A scorer goes into the model&apos;s folder as step_scorer/step_scorer.pt, or into any folder that Models, Look in another folder, names; it then stands in the Scorers menu.</source>
        <translation>Die Befehle gehören zum Werkzeug von Hugging Face (pip install huggingface_hub). Was sie holen, erscheint von selbst im Menü „Modelle“. Ein Scorer gehört als step_scorer/step_scorer.pt in den Ordner des Modells oder in einen Ordner, den „Modelle“, „In anderem Ordner suchen“ nennt; dann steht er im Menü „Scorer“.</translation>
    </message>
</context>
<context>
    <name>ui::GuardedApplication</name>
    <message>
        <source>Something went wrong: %1</source>
        <translation>Etwas ist schiefgegangen: %1</translation>
    </message>
    <message>
        <source>there is not enough memory for it</source>
        <translation>dafür reicht der Speicher nicht</translation>
    </message>
    <message>
        <source>an unknown error</source>
        <translation>unbekannter Fehler</translation>
    </message>
</context>
<context>
    <name>ui::HistoryDialog</name>
    <message>
        <source>Recent runs</source>
        <translation>Letzte Läufe</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>Aufgabe</translation>
    </message>
    <message>
        <source>Policy</source>
        <translation>Strategie</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Gestartet</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Runs that were kept, newest first</source>
        <translation>Aufbewahrte Läufe, neueste zuerst</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Two to four runs of the same problem, side by side</source>
        <translation>Zwei bis vier Läufe derselben Aufgabe, nebeneinander</translation>
    </message>
    <message>
        <source>Show the folder</source>
        <translation>Ordner zeigen</translation>
    </message>
    <message>
        <source>Limits…</source>
        <translation>Grenzen&#xa0;…</translation>
    </message>
    <message>
        <source>How many runs are kept, and for how long</source>
        <translation>Wie viele Läufe aufbewahrt werden und wie lange</translation>
    </message>
    <message>
        <source>%1, %2. The oldest go beyond %3 runs, %4 or %5 days.</source>
        <translation>%1, %2. Die ältesten verschwinden jenseits von %3 Läufen, %4 oder %5 Tagen.</translation>
    </message>
    <message>
        <source>1 run</source>
        <translation>1 Lauf</translation>
    </message>
    <message>
        <source>%1 runs</source>
        <translation>%1 Läufe</translation>
    </message>
</context>
<context>
    <name>ui::HistoryLimitsDialog</name>
    <message>
        <source>Limits of the history</source>
        <translation>Grenzen des Verlaufs</translation>
    </message>
    <message>
        <source>Runs to keep at most</source>
        <translation>Höchstzahl aufbewahrter Läufe</translation>
    </message>
    <message>
        <source> MiB</source>
        <translation> MiB</translation>
    </message>
    <message>
        <source>Disk space for all of them</source>
        <translation>Speicherplatz für alle zusammen</translation>
    </message>
    <message>
        <source> days</source>
        <translation> Tage</translation>
    </message>
    <message>
        <source>Days to keep a run</source>
        <translation>Aufbewahrungsdauer eines Laufs in Tagen</translation>
    </message>
    <message>
        <source>&amp;Runs to keep at most</source>
        <translation>&amp;Höchstzahl aufbewahrter Läufe</translation>
    </message>
    <message>
        <source>Disk &amp;space for all of them</source>
        <translation>&amp;Speicherplatz für alle zusammen</translation>
    </message>
    <message>
        <source>&amp;Days to keep a run</source>
        <translation>&amp;Aufbewahrungsdauer eines Laufs in Tagen</translation>
    </message>
    <message>
        <source>What these limits remove</source>
        <translation>Was diese Grenzen entfernen</translation>
    </message>
    <message>
        <source>OK removes no run.</source>
        <translation>OK entfernt keinen Lauf.</translation>
    </message>
    <message>
        <source>OK removes the oldest run.</source>
        <translation>OK entfernt den ältesten Lauf.</translation>
    </message>
    <message>
        <source>OK removes the %1 oldest runs.</source>
        <translation>OK entfernt die %1 ältesten Läufe.</translation>
    </message>
</context>
<context>
    <name>ui::HitDelegate</name>
    <message>
        <source>step %1</source>
        <translation>Schritt %1</translation>
    </message>
    <message>
        <source>end</source>
        <translation>Ende</translation>
    </message>
</context>
<context>
    <name>ui::HitsModel</name>
    <message>
        <source>step %1, score %2</source>
        <translation>Schritt %1, Score %2</translation>
    </message>
    <message>
        <source>text after the last scored step</source>
        <translation>Text nach dem letzten bewerteten Schritt</translation>
    </message>
</context>
<context>
    <name>ui::KvHistory</name>
    <message>
        <source>Use of the KV cache over time</source>
        <translation>Belegung des KV-Cache im Zeitverlauf</translation>
    </message>
    <message>
        <source>Blocks in use over time. Dashed: capacity. Scissors: a trace was pruned. Bars: a trace had to wait. Click to go to that moment.</source>
        <translation>Belegte Blöcke im Zeitverlauf. Gestrichelt: Kapazität. Schere: Ein Trace wurde gekappt. Balken: Ein Trace musste warten. Ein Klick führt zu dem Zeitpunkt.</translation>
    </message>
    <message>
        <source>1 trace pruned</source>
        <translation>1 Trace gekappt</translation>
    </message>
    <message>
        <source>%1 traces pruned</source>
        <translation>%1 Traces gekappt</translation>
    </message>
    <message>
        <source>1 preemption</source>
        <translation>1 Verdrängung</translation>
    </message>
    <message>
        <source>%1 preemptions</source>
        <translation>%1 Verdrängungen</translation>
    </message>
    <message>
        <source>at most %1 of %2 blocks used</source>
        <translation>höchstens %1 von %2 Blöcken belegt</translation>
    </message>
    <message>
        <source>capacity %1 blocks</source>
        <translation>Kapazität %1 Blöcke</translation>
    </message>
</context>
<context>
    <name>ui::KvPanel</name>
    <message>
        <source>KV cache</source>
        <translation>KV-Cache</translation>
    </message>
    <message>
        <source>Saturated: %1</source>
        <translation>Gesättigt: %1</translation>
    </message>
    <message>
        <source>Saturated</source>
        <translation>Gesättigt</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>Block</translation>
    </message>
    <message>
        <source>no run yet</source>
        <translation>noch kein Lauf</translation>
    </message>
    <message>
        <source>%1 of %2 blocks</source>
        <translation>%1 von %2 Blöcken</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>A block is %1 tokens, in the colour of its trace&apos;s score</source>
        <translation>Ein Block hat %1 Token, in der Farbe des Scores seines Trace</translation>
    </message>
    <message>
        <source>A cell is %1 blocks, in the colour of their trace&apos;s score</source>
        <translation>Eine Zelle hat %1 Blöcke, in der Farbe des Scores ihres Trace</translation>
    </message>
    <message>
        <source>striped: shared prompt</source>
        <translation>gestreift: gemeinsamer Prompt</translation>
    </message>
    <message>
        <source>empty: free</source>
        <translation>leer: frei</translation>
    </message>
    <message>
        <source>outlined: %1</source>
        <translation>umrandet: %1</translation>
    </message>
    <message>
        <source>saturated · %1</source>
        <translation>gesättigt · %1</translation>
    </message>
    <message>
        <source>%1 full</source>
        <translation>%1 voll</translation>
    </message>
    <message>
        <source>Peak %1 of %2 blocks</source>
        <translation>Spitze %1 von %2 Blöcken</translation>
    </message>
    <message>
        <source>saturated at %1</source>
        <translation>gesättigt bei %1</translation>
    </message>
    <message>
        <source>1 trace pruned</source>
        <translation>1 Trace gekappt</translation>
    </message>
    <message>
        <source>%1 traces pruned</source>
        <translation>%1 Traces gekappt</translation>
    </message>
    <message>
        <source>1 preemption</source>
        <translation>1 Verdrängung</translation>
    </message>
    <message>
        <source>%1 preemptions</source>
        <translation>%1 Verdrängungen</translation>
    </message>
    <message>
        <source>The forecast of saturation appears here when a run starts.</source>
        <translation>Die Vorhersage der Sättigung erscheint hier, sobald ein Lauf startet.</translation>
    </message>
    <message>
        <source>&lt;b&gt;Full.&lt;/b&gt; The next block makes a trace wait.</source>
        <translation>&lt;b&gt;Voll.&lt;/b&gt; Der nächste Block lässt einen Trace warten.</translation>
    </message>
    <message>
        <source>&lt;b&gt;Full.&lt;/b&gt; For the next block, the trace with the lowest score is pruned.</source>
        <translation>&lt;b&gt;Voll.&lt;/b&gt; Für den nächsten Block wird der Trace mit dem niedrigsten Score gekappt.</translation>
    </message>
    <message>
        <source>&lt;b&gt;Full.&lt;/b&gt; For the next block, a trace is pruned.</source>
        <translation>&lt;b&gt;Voll.&lt;/b&gt; Für den nächsten Block wird ein Trace gekappt.</translation>
    </message>
    <message>
        <source>Room for &lt;b&gt;%1 tokens&lt;/b&gt; before the next trace is pruned</source>
        <translation>Platz für &lt;b&gt;%1 Token&lt;/b&gt;, bis der nächste Trace gekappt wird</translation>
    </message>
    <message>
        <source>Room for &lt;b&gt;%1 tokens&lt;/b&gt; before the next trace must wait</source>
        <translation>Platz für &lt;b&gt;%1 Token&lt;/b&gt;, bis der nächste Trace warten muss</translation>
    </message>
    <message>
        <source>Saturates in about &lt;b&gt;%1 tokens&lt;/b&gt; (%2 a trace</source>
        <translation>Gesättigt in etwa &lt;b&gt;%1 Token&lt;/b&gt; (%2 je Trace</translation>
    </message>
    <message>
        <source>, %1 at this pace</source>
        <translation>, %1 bei diesem Tempo</translation>
    </message>
    <message>
        <source>The prompt is being computed.</source>
        <translation>Der Prompt wird berechnet.</translation>
    </message>
    <message>
        <source>%1 at %2</source>
        <translation>%1 bei %2</translation>
    </message>
    <message>
        <source>%1, not scored yet</source>
        <translation>%1, noch nicht bewertet</translation>
    </message>
    <message>
        <source>next victim &lt;b style=&apos;color:%1&apos;&gt;%2&lt;/b&gt;</source>
        <translation>als Nächster geht &lt;b style=&apos;color:%1&apos;&gt;%2&lt;/b&gt;</translation>
    </message>
    <message>
        <source>%1 blocks, and the server does not say of how many</source>
        <translation>%1 Blöcke; der Server sagt nicht, von wie vielen</translation>
    </message>
    <message>
        <source>Peak of this run %1 blocks. The server itself makes traces wait when its memory is full.</source>
        <translation>Höchststand dieses Laufs %1 Blöcke. Der Server selbst lässt Traces warten, wenn sein Speicher voll ist.</translation>
    </message>
</context>
<context>
    <name>ui::LanesHeader</name>
    <message>
        <source>Whole trace</source>
        <translation>Ganzer Trace</translation>
    </message>
    <message>
        <source>Show whole traces again (Alt+0). Ctrl+wheel zooms the strips, Shift+wheel moves them.</source>
        <translation>Wieder ganze Traces zeigen (Alt+0). Strg+Mausrad zoomt die Streifen, Umschalt+Mausrad verschiebt sie.</translation>
    </message>
    <message>
        <source>Steps: tokens %1 to %2 of %3</source>
        <translation>Schritte: Token %1 bis %2 von %3</translation>
    </message>
</context>
<context>
    <name>ui::LanesModel</name>
    <message>
        <source>Trace</source>
        <translation>Trace</translation>
    </message>
    <message>
        <source>What the trace is doing, or how it ended.</source>
        <translation>Was der Trace gerade tut oder wie er endete.</translation>
    </message>
    <message>
        <source>Trace score</source>
        <translation>Trace-Score</translation>
    </message>
    <message>
        <source>A box is a step, as long as its tokens.</source>
        <translation>Ein Kästchen ist ein Schritt, so lang wie seine Token.</translation>
    </message>
    <message>
        <source>Step score</source>
        <translation>Schritt-Score</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>What the trace wrote in its box: its vote, if it finished.</source>
        <translation>Was der Trace in seine Box geschrieben hat: seine Stimme, falls er beendet ist.</translation>
    </message>
    <message>
        <source>branch of %1 from token %2 on</source>
        <translation>Zweig von %1 ab Token %2</translation>
    </message>
    <message>
        <source>1 token</source>
        <translation>1 Token</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 Token</translation>
    </message>
    <message>
        <source>begins with %1 of %2 of an earlier run</source>
        <translation>beginnt mit %1 von %2 eines früheren Laufs</translation>
    </message>
    <message>
        <source>begins with %1 of an earlier run</source>
        <translation>beginnt mit %1 eines früheren Laufs</translation>
    </message>
    <message>
        <source>1 token written by hand</source>
        <translation>1 Token von Hand geschrieben</translation>
    </message>
    <message>
        <source>%1 tokens written by hand</source>
        <translation>%1 Token von Hand geschrieben</translation>
    </message>
    <message>
        <source>with words written by hand</source>
        <translation>mit von Hand geschriebenen Worten</translation>
    </message>
    <message>
        <source>, then </source>
        <translation>, dann </translation>
    </message>
    <message>
        <source>protected by hand</source>
        <translation>von Hand geschützt</translation>
    </message>
    <message>
        <source>1 step</source>
        <translation>1 Schritt</translation>
    </message>
    <message>
        <source>%1 steps</source>
        <translation>%1 Schritte</translation>
    </message>
    <message>
        <source>would have answered %1</source>
        <translation>hätte %1 geantwortet</translation>
    </message>
    <message>
        <source>would answer %1</source>
        <translation>würde %1 antworten</translation>
    </message>
    <message>
        <source>Waited %1 for memory.</source>
        <translation>Wartete %1 auf Speicher.</translation>
    </message>
    <message>
        <source>No step has been scored yet.</source>
        <translation>Noch kein Schritt bewertet.</translation>
    </message>
    <message>
        <source>1 token generated.</source>
        <translation>1 Token erzeugt.</translation>
    </message>
    <message>
        <source>%1 tokens generated.</source>
        <translation>%1 Token erzeugt.</translation>
    </message>
    <message>
        <source>Its last probe answered %1. It does not vote yet.</source>
        <translation>Die letzte Abfrage ergab %1. Noch ohne Stimme.</translation>
    </message>
    <message>
        <source>Answer %1. It does not vote.</source>
        <translation>Antwort %1. Ohne Stimme.</translation>
    </message>
    <message>
        <source>Votes for %1, the known answer.</source>
        <translation>Stimmt für %1, die bekannte Antwort.</translation>
    </message>
    <message>
        <source>Votes for %1, not the known answer.</source>
        <translation>Stimmt für %1, nicht die bekannte Antwort.</translation>
    </message>
    <message>
        <source>Votes for %1.</source>
        <translation>Stimmt für %1.</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Score</translation>
    </message>
    <message>
        <source>Steps, by tokens; colour is the step score</source>
        <translation>Schritte, nach Token; die Farbe ist der Schritt-Score</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
</context>
<context>
    <name>ui::LanesView</name>
    <message>
        <source>Traces</source>
        <translation>Traces</translation>
    </message>
    <message>
        <source>One row per trace: number, state, score, steps, tokens, answer. Every column can be sorted.</source>
        <translation>Eine Zeile je Trace: Nummer, Zustand, Score, Schritte, Token, Antwort. Jede Spalte lässt sich sortieren.</translation>
    </message>
    <message>
        <source>Trace %1, step %2 of %3, score %4</source>
        <translation>Trace %1, Schritt %2 von %3, Score %4</translation>
    </message>
    <message>
        <source>Trace %1, text after the last scored step</source>
        <translation>Trace %1, Text nach dem letzten bewerteten Schritt</translation>
    </message>
    <message>
        <source>next victim</source>
        <translation>geht als Nächster</translation>
    </message>
</context>
<context>
    <name>ui::LessonPanel</name>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Previous page of the lesson</source>
        <translation>Vorige Seite der Lektion</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Next page of the lesson</source>
        <translation>Nächste Seite der Lektion</translation>
    </message>
    <message>
        <source>A lesson leads through the method in this window, in about ten minutes: its buttons run the program, and its numbers come from your runs.</source>
        <translation>Eine Lektion führt in etwa zehn Minuten durch die Methode, in diesem Fenster: Ihre Knöpfe bedienen das Programm, und ihre Zahlen stammen aus den eigenen Läufen.</translation>
    </message>
    <message>
        <source>Start the lesson</source>
        <translation>Lektion beginnen</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>First do what the page asks for</source>
        <translation>Zuerst tun, was die Seite verlangt</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>It runs…</source>
        <translation>Läuft&#xa0;…</translation>
    </message>
    <message>
        <source>Your turn…</source>
        <translation>Jetzt selbst&#xa0;…</translation>
    </message>
    <message>
        <source>Here this run came out differently from what the page was written for (%1). The numbers above are those of the run.</source>
        <translation>Hier ging dieser Lauf anders aus als der, für den die Seite geschrieben ist (%1). Die Zahlen oben sind die des Laufs.</translation>
    </message>
    <message>
        <source>What do you think? The answer can be opened once this page&apos;s buttons are done.</source>
        <translation>Was ist die Vermutung? Die Antwort lässt sich öffnen, sobald die Knöpfe dieser Seite erledigt sind.</translation>
    </message>
    <message>
        <source>Show the answer</source>
        <translation>Antwort zeigen</translation>
    </message>
</context>
<context>
    <name>ui::LessonPlayer</name>
    <message>
        <source>A run is in progress.</source>
        <translation>Ein Lauf ist im Gang.</translation>
    </message>
    <message>
        <source>Run something first, so that there is something to finish.</source>
        <translation>Zuerst etwas laufen lassen, damit es etwas zu Ende zu führen gibt.</translation>
    </message>
    <message>
        <source>This asks a run of an earlier page. Make that run first.</source>
        <translation>Hier wird ein Lauf einer früheren Seite befragt. Zuerst diesen Lauf ausführen.</translation>
    </message>
    <message>
        <source>Make a run first, so that there is something to look at.</source>
        <translation>Zuerst einen Lauf ausführen, damit es etwas anzusehen gibt.</translation>
    </message>
</context>
<context>
    <name>ui::MessageBar</name>
    <message>
        <source>Dismiss</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Dismiss this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>ui::MetricsTable</name>
    <message>
        <source>How good the trained scorer is</source>
        <translation>Wie gut der trainierte Scorer ist</translation>
    </message>
    <message>
        <source>Step AUC</source>
        <translation>Schritt-AUC</translation>
    </message>
    <message>
        <source>Trace AUC</source>
        <translation>Trace-AUC</translation>
    </message>
    <message>
        <source>F1</source>
        <translation>F1</translation>
    </message>
    <message>
        <source>How often a step of a right trace scores above one of a wrong trace, over all problems</source>
        <translation>Wie oft ein Schritt eines richtigen Trace höher bewertet wird als einer eines falschen, über alle Aufgaben</translation>
    </message>
    <message>
        <source>The same for traces, by the mean of their steps&apos; scores</source>
        <translation>Dasselbe für Traces, nach dem Mittel ihrer Schritt-Scores</translation>
    </message>
    <message>
        <source>On steps called right from a score of 0.5 on</source>
        <translation>Auf Schritten, ab einem Score von 0.5 als richtig gezählt</translation>
    </message>
    <message>
        <source>Ranking at %1 %</source>
        <translation>Rangfolge bei %1 %</translation>
    </message>
    <message>
        <source>How often a right trace scores above a wrong one of the same problem, after %1 % of their steps</source>
        <translation>Wie oft ein richtiger Trace höher bewertet wird als ein falscher derselben Aufgabe, nach %1 % ihrer Schritte</translation>
    </message>
    <message>
        <source>Calibration error</source>
        <translation>Kalibrierungsfehler</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Aufgaben</translation>
    </message>
    <message>
        <source>Traces</source>
        <translation>Traces</translation>
    </message>
    <message>
        <source>Mean distance between a score and the share of right traces among steps with this score; 0 is best</source>
        <translation>Mittlerer Abstand zwischen einem Score und dem Anteil richtiger Traces unter Schritten mit diesem Score; 0 ist am besten</translation>
    </message>
    <message>
        <source>With at least one scored step</source>
        <translation>Mit mindestens einem bewerteten Schritt</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>Validierung</translation>
    </message>
    <message>
        <source>A fifth of the problems, kept out of the training</source>
        <translation>Ein Fünftel der Aufgaben, vom Training ausgenommen</translation>
    </message>
    <message>
        <source>Validation, before</source>
        <translation>Validierung, vorher</translation>
    </message>
    <message>
        <source>The scorer that was loaded, on the same problems</source>
        <translation>Der zuvor geladene Scorer, auf denselben Aufgaben</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Test</translation>
    </message>
    <message>
        <source>The new scorer on the test problems</source>
        <translation>Der neue Scorer auf den Testaufgaben</translation>
    </message>
    <message>
        <source>Test, before</source>
        <translation>Test, vorher</translation>
    </message>
</context>
<context>
    <name>ui::ModelBox</name>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>Modell wählen</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Lädt&#xa0;…</translation>
    </message>
    <message>
        <source>Embedded demo: a model of about 14 M parameters, trained on traces of a deliberately imperfect reasoner. It knows its own problem families only. It shows the method and proves nothing about large models.</source>
        <translation>Eingebettete Demo: ein Modell mit etwa 14 M Parametern, trainiert auf Traces eines absichtlich unvollkommenen Rechners. Es kennt nur seine eigenen Aufgabenfamilien. Es zeigt die Methode und beweist nichts über große Modelle.</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>Laden des Modells</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Step scorer</source>
        <translation>Schritt-Scorer</translation>
    </message>
    <message>
        <source>Scorers</source>
        <translation>Scorer</translation>
    </message>
    <message>
        <source>The model&apos;s own scorer, others that fit it, and how to open (Ctrl+K) or train one (Ctrl+Shift+T)</source>
        <translation>Der Scorer des Modells, andere passende, und wie sich einer öffnen (Strg+K) oder trainieren (Strg+Umschalt+T) lässt</translation>
    </message>
    <message>
        <source>Choose or train a scorer</source>
        <translation>Scorer wählen oder trainieren</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keiner</translation>
    </message>
    <message>
        <source>AUC: %1</source>
        <translation>AUC: %1</translation>
    </message>
    <message>
        <source>AUC</source>
        <translation>AUC</translation>
    </message>
    <message>
        <source>F1: %1</source>
        <translation>F1: %1</translation>
    </message>
    <message>
        <source>F1</source>
        <translation>F1</translation>
    </message>
    <message>
        <source>No model is loaded</source>
        <translation>Kein Modell geladen</translation>
    </message>
    <message>
        <source>%1 parameters</source>
        <translation>%1 Parameter</translation>
    </message>
    <message>
        <source>1 layer</source>
        <translation>1 Schicht</translation>
    </message>
    <message>
        <source>%1 layers</source>
        <translation>%1 Schichten</translation>
    </message>
    <message>
        <source>width %1</source>
        <translation>Breite %1</translation>
    </message>
    <message>
        <source>context %1</source>
        <translation>Kontext %1</translation>
    </message>
    <message>
        <source>None: steps are not scored</source>
        <translation>Keiner: Schritte werden nicht bewertet</translation>
    </message>
    <message>
        <source>STEP needs a scorer. Open a checkpoint of the model&apos;s width.</source>
        <translation>STEP braucht einen Scorer. Einen Checkpoint mit der Breite des Modells öffnen.</translation>
    </message>
    <message>
        <source>✓ matches this model</source>
        <translation>✓ passt zu diesem Modell</translation>
    </message>
    <message>
        <source>✗ does not match this model&apos;s width</source>
        <translation>✗ passt nicht zur Breite dieses Modells</translation>
    </message>
    <message>
        <source>The scorer was trained on hidden states of unquantised weights; this model&apos;s are %1.</source>
        <translation>Der Scorer wurde auf verborgenen Zuständen unquantisierter Gewichte trainiert; die dieses Modells sind %1.</translation>
    </message>
    <message>
        <source>Another scorer acts now: it scores every recorded step again.</source>
        <translation>Jetzt gilt ein anderer Scorer: Er bewertet jeden aufgezeichneten Schritt neu.</translation>
    </message>
    <message>
        <source>Models found on this machine, and how to open others (Ctrl+M)</source>
        <translation>Auf diesem Rechner gefundene Modelle, und wie sich andere öffnen lassen (Strg+M)</translation>
    </message>
    <message>
        <source>epoch %1</source>
        <translation>Epoche %1</translation>
    </message>
    <message>
        <source>best epoch %1</source>
        <translation>beste Epoche %1</translation>
    </message>
    <message>
        <source>The scorer was trained on hidden states of %1 weights; this model&apos;s are %2.</source>
        <translation>Der Scorer wurde mit verborgenen Zuständen von Gewichten als %1 trainiert; die dieses Modells sind %2.</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>weights as %1</source>
        <translation>Gewichte als %1</translation>
    </message>
</context>
<context>
    <name>ui::ModelMenu</name>
    <message>
        <source>Comes with the program</source>
        <translation>Mitgeliefert</translation>
    </message>
    <message>
        <source>Hugging Face cache</source>
        <translation>Hugging-Face-Cache</translation>
    </message>
    <message>
        <source>LM Studio</source>
        <translation>LM Studio</translation>
    </message>
    <message>
        <source>llama.cpp</source>
        <translation>llama.cpp</translation>
    </message>
    <message>
        <source>Ollama</source>
        <translation>Ollama</translation>
    </message>
    <message>
        <source>Your folders</source>
        <translation>Eigene Ordner</translation>
    </message>
    <message>
        <source>Mo&amp;dels</source>
        <translation>&amp;Modelle</translation>
    </message>
    <message>
        <source>needs %1 of %2</source>
        <translation>braucht %1 von %2</translation>
    </message>
    <message>
        <source>✗ %1</source>
        <translation>✗ %1</translation>
    </message>
    <message>
        <source>Cannot be loaded: %1</source>
        <translation>Nicht ladbar: %1</translation>
    </message>
    <message>
        <source>&amp;Look in another folder…</source>
        <translation>In anderem Ordner &amp;suchen&#xa0;…</translation>
    </message>
    <message>
        <source>&amp;Stop looking in</source>
        <translation>Nicht &amp;mehr suchen in</translation>
    </message>
    <message>
        <source>Looking for models…</source>
        <translation>Modelle werden gesucht&#xa0;…</translation>
    </message>
    <message>
        <source>Open a model &amp;folder…</source>
        <translation>Modell&amp;ordner öffnen&#xa0;…</translation>
    </message>
    <message>
        <source>Open a &amp;GGUF file…</source>
        <translation>&amp;GGUF-Datei öffnen&#xa0;…</translation>
    </message>
    <message>
        <source>Which models fit this machine, and how to fetch them</source>
        <translation>Welche Modelle auf diesen Rechner passen und wie man sie holt</translation>
    </message>
    <message>
        <source>G&amp;et a model…</source>
        <translation>Modell &amp;holen&#xa0;…</translation>
    </message>
    <message>
        <source>&amp;Servers…</source>
        <translation>Se&amp;rver…</translation>
    </message>
    <message>
        <source>Run on an inference server: llama.cpp, vLLM, SGLang and others</source>
        <translation>Auf einem Inferenzserver laufen lassen: llama.cpp, vLLM, SGLang und andere</translation>
    </message>
</context>
<context>
    <name>ui::MomentButtons</name>
    <message>
        <source>What the two buttons beside this go to</source>
        <translation>Wohin die beiden Knöpfe daneben führen</translation>
    </message>
    <message>
        <source>Pause at</source>
        <translation>Anhalten bei</translation>
    </message>
    <message>
        <source>What a live run pauses at by itself. Acts now.</source>
        <translation>Wobei ein laufender Lauf von selbst anhält. Gilt sofort.</translation>
    </message>
    <message>
        <source>From event to event</source>
        <translation>Von Ereignis zu Ereignis</translation>
    </message>
    <message>
        <source>From prune to prune</source>
        <translation>Von Kappung zu Kappung</translation>
    </message>
    <message>
        <source>From leader to leader of the vote</source>
        <translation>Von Führungswechsel zu Führungswechsel</translation>
    </message>
    <message>
        <source>One pass of the model at a time</source>
        <translation>Je einen Durchlauf des Modells</translation>
    </message>
    <message>
        <source>Step by: %1</source>
        <translation>Schrittweise nach: %1</translation>
    </message>
    <message>
        <source>Previous event (Ctrl+Left)</source>
        <translation>Voriges Ereignis (Strg+Links)</translation>
    </message>
    <message>
        <source>Next event (Ctrl+Right)</source>
        <translation>Nächstes Ereignis (Strg+Rechts)</translation>
    </message>
    <message>
        <source>Previous prune (Ctrl+Shift+Left)</source>
        <translation>Vorige Kappung (Strg+Umschalt+Links)</translation>
    </message>
    <message>
        <source>Next prune (Ctrl+Shift+Right)</source>
        <translation>Nächste Kappung (Strg+Umschalt+Rechts)</translation>
    </message>
    <message>
        <source>Previous leader of the vote (Alt+Shift+Left)</source>
        <translation>Voriger Führungswechsel (Alt+Umschalt+Links)</translation>
    </message>
    <message>
        <source>Next leader of the vote (Alt+Shift+Right)</source>
        <translation>Nächster Führungswechsel (Alt+Umschalt+Rechts)</translation>
    </message>
    <message>
        <source>Previous pass (Shift+F8)</source>
        <translation>Voriger Durchlauf (Umschalt+F8)</translation>
    </message>
    <message>
        <source>Next pass (F8)</source>
        <translation>Nächster Durchlauf (F8)</translation>
    </message>
    <message>
        <source>Not yet. Pause the run, and this button lets it go on until then.</source>
        <translation>Noch nicht. Den Lauf anhalten, dann lässt ihn dieser Knopf bis dahin weiterlaufen.</translation>
    </message>
    <message>
        <source>Pause at: the run pauses by itself</source>
        <translation>Anhalten bei: Der Lauf hält von selbst an</translation>
    </message>
    <message>
        <source>Pause at: nothing</source>
        <translation>Anhalten bei: nichts</translation>
    </message>
</context>
<context>
    <name>ui::NoteBook</name>
    <message>
        <source>The notes of this recording cannot be read, and are left as they are. Repair or remove the file. The reason: %1</source>
        <translation>Die Notizen dieser Aufzeichnung sind nicht lesbar und bleiben, wie sie sind. Die Datei reparieren oder entfernen. Der Grund: %1</translation>
    </message>
    <message>
        <source>The recording opens without its notes. The reason: %1</source>
        <translation>Die Aufzeichnung öffnet sich ohne ihre Notizen. Der Grund: %1</translation>
    </message>
    <message>
        <source>The notes are not on disk. Save the recording elsewhere (Ctrl+S), and they go with it. The reason: %1</source>
        <translation>Die Notizen sind nicht auf der Festplatte. Die Aufzeichnung an anderem Ort speichern (Strg+S), dann gehen sie mit. Der Grund: %1</translation>
    </message>
</context>
<context>
    <name>ui::NotesPanel</name>
    <message>
        <source>trace %1</source>
        <translation>Trace %1</translation>
    </message>
    <message>
        <source>step %1</source>
        <translation>Schritt %1</translation>
    </message>
    <message>
        <source>Notes, by moment</source>
        <translation>Notizen, nach Zeitpunkt</translation>
    </message>
    <message>
        <source>Notes are kept beside the recording. Pin one to the moment shown, or right-click a lane or a step to pin it there.</source>
        <translation>Notizen liegen neben der Aufzeichnung. Eine an den gezeigten Zeitpunkt heften, oder mit Rechtsklick an eine Spur oder einen Schritt.</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Ändern</translation>
    </message>
    <message>
        <source>Change the text of the selected note (F2)</source>
        <translation>Text der gewählten Notiz ändern (F2)</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Delete the selected note (Del)</source>
        <translation>Gewählte Notiz löschen (Entf)</translation>
    </message>
    <message>
        <source>Put back</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>Put back the note that was deleted last</source>
        <translation>Zuletzt gelöschte Notiz wiederherstellen</translation>
    </message>
    <message>
        <source>Text of the note</source>
        <translation>Text der Notiz</translation>
    </message>
    <message>
        <source>Ctrl+Enter keeps the note, Esc drops it</source>
        <translation>Strg+Eingabe behält die Notiz, Esc verwirft sie</translation>
    </message>
    <message>
        <source>Write a note</source>
        <translation>Notiz schreiben</translation>
    </message>
    <message>
        <source>Add note</source>
        <translation>Notiz hinzufügen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>There is no run to write about yet.</source>
        <translation>Es gibt noch keinen Lauf, zu dem sich etwas notieren lässt.</translation>
    </message>
    <message>
        <source>Changing the note at %1</source>
        <translation>Notiz bei %1 ändern</translation>
    </message>
    <message>
        <source>New note at %1</source>
        <translation>Neue Notiz bei %1</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>1 note</source>
        <translation>1 Notiz</translation>
    </message>
    <message>
        <source>%1 notes</source>
        <translation>%1 Notizen</translation>
    </message>
</context>
<context>
    <name>ui::OptionControl</name>
    <message>
        <source>Consensus probe: %1</source>
        <translation>Konsens-Sonde: %1</translation>
    </message>
</context>
<context>
    <name>ui::PanelDeck</name>
    <message>
        <source>Open this panel over the lanes (%1)</source>
        <translation>Diesen Bereich über den Spuren öffnen (%1)</translation>
    </message>
</context>
<context>
    <name>ui::PolicyChooser</name>
    <message>
        <source>Policies</source>
        <translation>Strategien</translation>
    </message>
    <message>
        <source>Policy of the next run</source>
        <translation>Strategie des nächsten Laufs</translation>
    </message>
    <message>
        <source>Command line: --policy %1</source>
        <translation>Befehlszeile: --policy %1</translation>
    </message>
    <message>
        <source>No parameters of its own.</source>
        <translation>Keine eigenen Parameter.</translation>
    </message>
    <message>
        <source>Back to the defaults</source>
        <translation>Zurück zu den Standardwerten</translation>
    </message>
    <message>
        <source>Policy of the next run: %1</source>
        <translation>Strategie des nächsten Laufs: %1</translation>
    </message>
    <message>
        <source>Click to choose another one (Alt+1 to Alt+%1)</source>
        <translation>Klicken, um eine andere zu wählen (Alt+1 bis Alt+%1)</translation>
    </message>
    <message>
        <source>default %1</source>
        <translation>Standard %1</translation>
    </message>
    <message>
        <source>Policies that are not possible</source>
        <translation>Strategien, die nicht möglich sind</translation>
    </message>
    <message>
        <source>Not possible: %1</source>
        <translation>Nicht möglich: %1</translation>
    </message>
    <message>
        <source>✗ %1.</source>
        <translation>✗ %1.</translation>
    </message>
</context>
<context>
    <name>ui::PresenterHead</name>
    <message>
        <source>n %1</source>
        <translation>n %1</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>Aufgabe</translation>
    </message>
    <message>
        <source>Settings of the run shown</source>
        <translation>Einstellungen des gezeigten Laufs</translation>
    </message>
    <message>
        <source>Stepscope</source>
        <translation>Stepscope</translation>
    </message>
    <message>
        <source>known answer %1</source>
        <translation>bekannte Antwort %1</translation>
    </message>
</context>
<context>
    <name>ui::ProblemBox</name>
    <message>
        <source>Problem</source>
        <translation>Aufgabe</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>Beispiele</translation>
    </message>
    <message>
        <source>Problems that the demo model knows, and problem sets of your own</source>
        <translation>Aufgaben, die das Demomodell kennt, und eigene Aufgabensammlungen</translation>
    </message>
    <message>
        <source>Type a problem, or choose an example</source>
        <translation>Aufgabe eingeben oder ein Beispiel wählen</translation>
    </message>
    <message>
        <source>The problem that every trace is given (Ctrl+Enter runs it)</source>
        <translation>Die Aufgabe, die jeder Trace erhält (Strg+Eingabe startet sie)</translation>
    </message>
    <message>
        <source>Known answer</source>
        <translation>Bekannte Antwort</translation>
    </message>
    <message>
        <source>optional</source>
        <translation>optional</translation>
    </message>
    <message>
        <source>Known answer, optional</source>
        <translation>Bekannte Antwort, optional</translation>
    </message>
    <message>
        <source>If given, votes and answers are marked right or wrong. The model never sees it.</source>
        <translation>Falls angegeben, werden Stimmen und Antworten als richtig oder falsch markiert. Das Modell sieht sie nie.</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <translation>%1. %2</translation>
    </message>
    <message>
        <source>%1	level %2</source>
        <translation>%1	Stufe %2</translation>
    </message>
    <message>
        <source>Problems of %1…</source>
        <translation>Aufgaben von %1&#xa0;…</translation>
    </message>
    <message>
        <source>&amp;Open a problem set…</source>
        <translation>Aufgabensammlung ö&amp;ffnen&#xa0;…</translation>
    </message>
    <message>
        <source>JSON Lines with question and answer, and the forms in which MATH, GSM8K and AIME are published</source>
        <translation>JSON Lines mit question und answer, und die Formen, in denen MATH, GSM8K und AIME veröffentlicht sind</translation>
    </message>
</context>
<context>
    <name>ui::ProblemChooser</name>
    <message>
        <source>Problem set</source>
        <translation>Aufgabensammlung</translation>
    </message>
    <message>
        <source>Search in problems, answers and kinds</source>
        <translation>In Aufgaben, Antworten und Arten suchen</translation>
    </message>
    <message>
        <source>Search in the problem set</source>
        <translation>In der Aufgabensammlung suchen</translation>
    </message>
    <message>
        <source>Problems of the set</source>
        <translation>Aufgaben der Sammlung</translation>
    </message>
    <message>
        <source>The whole problem</source>
        <translation>Die ganze Aufgabe</translation>
    </message>
    <message>
        <source>Open another set…</source>
        <translation>Andere Sammlung öffnen&#xa0;…</translation>
    </message>
    <message>
        <source>Use this problem</source>
        <translation>Diese Aufgabe verwenden</translation>
    </message>
    <message>
        <source>It becomes the problem of the next run, and its answer the known one</source>
        <translation>Sie wird die Aufgabe des nächsten Laufs, und ihre Antwort die bekannte</translation>
    </message>
    <message>
        <source>Reading %1…</source>
        <translation>%1 wird gelesen&#xa0;…</translation>
    </message>
    <message>
        <source>1 line cannot be used: </source>
        <translation>1 Zeile ist nicht verwendbar: </translation>
    </message>
    <message>
        <source>%1 lines cannot be used, the first: </source>
        <translation>%1 Zeilen sind nicht verwendbar, die erste: </translation>
    </message>
    <message>
        <source>1 problem</source>
        <translation>1 Aufgabe</translation>
    </message>
    <message>
        <source>%1 problems</source>
        <translation>%1 Aufgaben</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>von %1</translation>
    </message>
    <message>
        <source>%1 of %2 problems of %3</source>
        <translation>%1 von %2 Aufgaben von %3</translation>
    </message>
    <message>
        <source>No problem has these words.</source>
        <translation>Keine Aufgabe enthält diese Wörter.</translation>
    </message>
    <message>
        <source>Answer: %1</source>
        <translation>Antwort: %1</translation>
    </message>
    <message>
        <source>No answer is known: nothing will be marked right or wrong.</source>
        <translation>Keine Antwort bekannt: Nichts wird als richtig oder falsch markiert.</translation>
    </message>
</context>
<context>
    <name>ui::ProblemSetBox</name>
    <message>
        <source>Training problems</source>
        <translation>Trainingsaufgaben</translation>
    </message>
    <message>
        <source>Validation problems</source>
        <translation>Validierungsaufgaben</translation>
    </message>
    <message>
        <source>Held-out problems</source>
        <translation>Zurückgehaltene Aufgaben</translation>
    </message>
    <message>
        <source>Hand-written problems</source>
        <translation>Handgeschriebene Aufgaben</translation>
    </message>
    <message>
        <source>1 line cannot be used: </source>
        <translation>1 Zeile ist nicht verwendbar: </translation>
    </message>
    <message>
        <source>%1 lines cannot be used, the first: </source>
        <translation>%1 Zeilen sind nicht verwendbar, die erste: </translation>
    </message>
    <message>
        <source>1 problem has no answer and is left out.</source>
        <translation>1 Aufgabe hat keine Antwort und entfällt.</translation>
    </message>
    <message>
        <source>%1 problems have no answer and are left out.</source>
        <translation>%1 Aufgaben haben keine Antwort und entfallen.</translation>
    </message>
    <message>
        <source>A set that comes with the program, or JSON Lines with question and answer</source>
        <translation>Eine mitgelieferte Sammlung oder JSON Lines mit question und answer</translation>
    </message>
    <message>
        <source>%1: how many</source>
        <translation>%1: wie viele</translation>
    </message>
    <message>
        <source>Number of problems, spread evenly over the set</source>
        <translation>Anzahl der Aufgaben, gleichmäßig über die Sammlung verteilt</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>A file…</source>
        <translation>Eine Datei&#xa0;…</translation>
    </message>
    <message>
        <source>Open a problem set</source>
        <translation>Aufgabensammlung öffnen</translation>
    </message>
    <message>
        <source>Problem sets (*.jsonl *.json);;All files (*)</source>
        <translation>Aufgabensammlungen (*.jsonl *.json);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>No problem of the set has an answer.</source>
        <translation>Keine Aufgabe der Sammlung hat eine Antwort.</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>von %1</translation>
    </message>
</context>
<context>
    <name>ui::ProblemsModel</name>
    <message>
        <source>No.</source>
        <translation>Nr.</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>Aufgabe</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>Stufe</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
</context>
<context>
    <name>ui::PromptBox</name>
    <message>
        <source>System prompt</source>
        <translation>System-Prompt</translation>
    </message>
    <message>
        <source>Show or hide the system prompt</source>
        <translation>System-Prompt ein- oder ausblenden</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>What the model is told before the problem. Without the request for \boxed{} no answer can be read.</source>
        <translation>Was dem Modell vor der Aufgabe gesagt wird. Ohne die Bitte um \boxed{} ist keine Antwort lesbar.</translation>
    </message>
    <message>
        <source>Back to the model&apos;s own</source>
        <translation>Zurück zu dem des Modells</translation>
    </message>
    <message>
        <source>Plain prompt</source>
        <translation>Einfacher Prompt</translation>
    </message>
    <message>
        <source>Gives the model the system prompt and the problem as they are, without its chat template</source>
        <translation>Gibt dem Modell System-Prompt und Aufgabe unverändert, ohne seine Chat-Vorlage</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keiner</translation>
    </message>
    <message>
        <source>changed: %1</source>
        <translation>geändert: %1</translation>
    </message>
    <message>
        <source>plain prompt</source>
        <translation>einfacher Prompt</translation>
    </message>
</context>
<context>
    <name>ui::RankCard</name>
    <message>
        <source>Previous prune (Ctrl+Shift+Left)</source>
        <translation>Vorige Kappung (Strg+Umschalt+Links)</translation>
    </message>
    <message>
        <source>Next prune (Ctrl+Shift+Right)</source>
        <translation>Nächste Kappung (Strg+Umschalt+Rechts)</translation>
    </message>
    <message>
        <source>Next:</source>
        <translation>Als Nächste:</translation>
    </message>
    <message>
        <source>Protected by hand: chosen only if all are.</source>
        <translation>Von Hand geschützt: nur gewählt, wenn es alle sind.</translation>
    </message>
    <message>
        <source>%1 of %2 running traces. %3</source>
        <translation>%1 von %2 laufenden Traces. %3</translation>
    </message>
</context>
<context>
    <name>ui::ReaderPanel</name>
    <message>
        <source>Search in this trace (Ctrl+F)</source>
        <translation>In diesem Trace suchen (Strg+F)</translation>
    </message>
    <message>
        <source>Follow the end of the text</source>
        <translation>Dem Textende folgen</translation>
    </message>
    <message>
        <source>Search in this trace</source>
        <translation>In diesem Trace suchen</translation>
    </message>
    <message>
        <source>Previous (Shift+Enter)</source>
        <translation>Vorige (Umschalt+Eingabe)</translation>
    </message>
    <message>
        <source>Next (Enter)</source>
        <translation>Nächste (Eingabe)</translation>
    </message>
    <message>
        <source>Close search (Esc)</source>
        <translation>Suche schließen (Esc)</translation>
    </message>
    <message>
        <source>1 hit</source>
        <translation>1 Treffer</translation>
    </message>
    <message>
        <source>%1 hits</source>
        <translation>%1 Treffer</translation>
    </message>
    <message>
        <source>protected by hand</source>
        <translation>von Hand geschützt</translation>
    </message>
    <message>
        <source>answer %1, read by a probe</source>
        <translation>Antwort %1, durch Abfrage gelesen</translation>
    </message>
    <message>
        <source>answer %1</source>
        <translation>Antwort %1</translation>
    </message>
    <message>
        <source>would answer %1</source>
        <translation>würde %1 antworten</translation>
    </message>
    <message>
        <source>score %1</source>
        <translation>Score %1</translation>
    </message>
    <message>
        <source>1 step</source>
        <translation>1 Schritt</translation>
    </message>
    <message>
        <source>%1 steps</source>
        <translation>%1 Schritte</translation>
    </message>
    <message>
        <source>1 token</source>
        <translation>1 Token</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 Token</translation>
    </message>
    <message>
        <source>would have answered (%1)</source>
        <translation>hätte geantwortet (%1)</translation>
    </message>
    <message>
        <source>%1, right</source>
        <translation>%1, richtig</translation>
    </message>
    <message>
        <source>%1, wrong</source>
        <translation>%1, falsch</translation>
    </message>
    <message>
        <source>went on after the run</source>
        <translation>lief nach dem Lauf weiter</translation>
    </message>
    <message>
        <source>goes on after the run</source>
        <translation>läuft nach dem Lauf weiter</translation>
    </message>
    <message>
        <source>would have ended without an answer</source>
        <translation>hätte ohne Antwort geendet</translation>
    </message>
    <message>
        <source>Pruned here.</source>
        <translation>Hier gekappt.</translation>
    </message>
    <message>
        <source>Stopped here.</source>
        <translation>Hier gestoppt.</translation>
    </message>
    <message>
        <source>The rest was written after the run, outside of its time and its vote.</source>
        <translation>Der Rest entstand nach dem Lauf, außerhalb seiner Zeit und seiner Abstimmung.</translation>
    </message>
    <message>
        <source>Trace %1</source>
        <translation>Trace %1</translation>
    </message>
    <message>
        <source>Trace</source>
        <translation>Trace</translation>
    </message>
</context>
<context>
    <name>ui::RecentMenu</name>
    <message>
        <source>Recent r&amp;uns</source>
        <translation>&amp;Letzte Läufe</translation>
    </message>
    <message>
        <source>Runs are not kept</source>
        <translation>Läufe werden nicht aufbewahrt</translation>
    </message>
    <message>
        <source>No runs yet: each run is kept here</source>
        <translation>Noch keine Läufe: Jeder Lauf wird hier aufbewahrt</translation>
    </message>
    <message>
        <source>Looking for runs…</source>
        <translation>Läufe werden gesucht&#xa0;…</translation>
    </message>
    <message>
        <source>&amp;Show all…</source>
        <translation>&amp;Alle zeigen&#xa0;…</translation>
    </message>
    <message>
        <source>&amp;Clear history…</source>
        <translation>Verlauf &amp;löschen&#xa0;…</translation>
    </message>
</context>
<context>
    <name>ui::RewriteDialog</name>
    <message>
        <source>Rewrite step %1 of %2</source>
        <translation>Schritt %1 von %2 umschreiben</translation>
    </message>
    <message>
        <source>A new trace begins with the text before this step, goes on with what you write, and then thinks for itself. Its vote is marked as by hand.</source>
        <translation>Ein neuer Trace beginnt mit dem Text vor diesem Schritt, geht mit dem geschriebenen weiter und denkt dann selbst. Seine Stimme wird als von Hand markiert.</translation>
    </message>
    <message>
        <source>The run has ended, so a new run starts, with the settings under Next run. Its %1 begin with the text before this step, go on with what you write, and then think for themselves.</source>
        <translation>Der Lauf ist beendet, daher startet ein neuer mit den Einstellungen unter „Nächster Lauf“. Seine %1 beginnen mit dem Text vor diesem Schritt, gehen mit dem geschriebenen weiter und denken dann selbst.</translation>
    </message>
    <message>
        <source>1 trace</source>
        <translation>1 Trace</translation>
    </message>
    <message>
        <source>%1 traces</source>
        <translation>%1 Traces</translation>
    </message>
    <message>
        <source>Before it</source>
        <translation>Davor</translation>
    </message>
    <message>
        <source>Step %1</source>
        <translation>Schritt %1</translation>
    </message>
    <message>
        <source>The step&apos;s new text</source>
        <translation>Der neue Text des Schritts</translation>
    </message>
    <message>
        <source>The step ends here: it is scored, and the next one begins</source>
        <translation>Der Schritt endet hier: Er wird bewertet, und der nächste beginnt</translation>
    </message>
    <message>
        <source>An empty line ends a step. Without it, the model writes on in the same step.</source>
        <translation>Eine Leerzeile beendet einen Schritt. Ohne sie schreibt das Modell im selben Schritt weiter.</translation>
    </message>
    <message>
        <source>Go on from here</source>
        <translation>Von hier weiter</translation>
    </message>
    <message>
        <source>Start the run</source>
        <translation>Lauf starten</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Strg+Eingabe</translation>
    </message>
</context>
<context>
    <name>ui::RunFigures</name>
    <message>
        <source>This run</source>
        <translation>Dieser Lauf</translation>
    </message>
    <message>
        <source>Throughput</source>
        <translation>Durchsatz</translation>
    </message>
    <message>
        <source>Generated tokens per second of all traces, mean since the start</source>
        <translation>Erzeugte Token pro Sekunde über alle Traces, Mittel seit dem Start</translation>
    </message>
    <message>
        <source>Decode / wait</source>
        <translation>Dekodieren / Warten</translation>
    </message>
    <message>
        <source>Time in passes of the model / time that traces waited for memory, summed over traces</source>
        <translation>Zeit in Durchläufen des Modells / Zeit, die Traces auf Speicher warteten, über alle Traces summiert</translation>
    </message>
    <message>
        <source>Scorer share</source>
        <translation>Anteil des Scorers</translation>
    </message>
    <message>
        <source>Share of the time in passes that went to the step scorer</source>
        <translation>Anteil der Zeit in Durchläufen, der auf den Schritt-Scorer entfiel</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Generated by all traces; recomputed after waiting</source>
        <translation>Von allen Traces erzeugt; nach dem Warten neu berechnet</translation>
    </message>
    <message>
        <source>Traces</source>
        <translation>Traces</translation>
    </message>
    <message>
        <source>Active, finished, pruned and stopped traces</source>
        <translation>Aktive, beendete, gekappte und gestoppte Traces</translation>
    </message>
    <message>
        <source> + %1 again</source>
        <translation> + %1 erneut</translation>
    </message>
    <message>
        <source> + %1 of probes</source>
        <translation> + %1 aus Abfragen</translation>
    </message>
    <message>
        <source>%1 active, %2 done</source>
        <translation>%1 aktiv, %2 fertig</translation>
    </message>
    <message>
        <source>, %1 pruned</source>
        <translation>, %1 gekappt</translation>
    </message>
    <message>
        <source>, %1 stopped</source>
        <translation>, %1 gestoppt</translation>
    </message>
    <message>
        <source>1 preemption</source>
        <translation>1 Verdrängung</translation>
    </message>
    <message>
        <source>%1 preemptions</source>
        <translation>%1 Verdrängungen</translation>
    </message>
    <message>
        <source>, %1 lost</source>
        <translation>, %1 verloren</translation>
    </message>
</context>
<context>
    <name>ui::RunLine</name>
    <message>
        <source>Settings of the run shown</source>
        <translation>Einstellungen des gezeigten Laufs</translation>
    </message>
    <message>
        <source>How the run ended</source>
        <translation>Wie der Lauf endete</translation>
    </message>
    <message>
        <source>Use these settings</source>
        <translation>Einstellungen übernehmen</translation>
    </message>
    <message>
        <source>Put the problem, policy and settings of this run under Next run on the left</source>
        <translation>Aufgabe, Strategie und Einstellungen dieses Laufs links unter „Nächster Lauf“ eintragen</translation>
    </message>
    <message>
        <source>What if…</source>
        <translation>Was wäre wenn&#xa0;…</translation>
    </message>
    <message>
        <source>Ask this run what another policy, memory or number of traces would have made of its traces (Ctrl+I)</source>
        <translation>Diesen Lauf fragen, was eine andere Strategie, anderer Speicher oder eine andere Anzahl von Traces aus seinen Traces gemacht hätte (Strg+I)</translation>
    </message>
</context>
<context>
    <name>ui::SamplingBox</name>
    <message>
        <source>answers %1</source>
        <translation>antwortet %1</translation>
    </message>
    <message>
        <source>vote lock</source>
        <translation>Stopp bei entschiedener Abstimmung</translation>
    </message>
    <message>
        <source>Beta stop</source>
        <translation>Beta-Stopp</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>no scores after &lt;/think&gt;</source>
        <translation>keine Scores nach &lt;/think&gt;</translation>
    </message>
    <message>
        <source>Sampling and vote</source>
        <translation>Sampling, Stimmen</translation>
    </message>
    <message>
        <source>Show or hide the sampling options</source>
        <translation>Sampling-Optionen ein- oder ausblenden</translation>
    </message>
    <message>
        <source>temperature %1</source>
        <translation>Temperatur %1</translation>
    </message>
    <message>
        <source>top-p %1</source>
        <translation>top-p %1</translation>
    </message>
    <message>
        <source>top-k %1</source>
        <translation>top-k %1</translation>
    </message>
    <message>
        <source>max %1 tokens</source>
        <translation>max. %1 Token</translation>
    </message>
    <message>
        <source>seed %1</source>
        <translation>Seed %1</translation>
    </message>
</context>
<context>
    <name>ui::ScorerMenu</name>
    <message>
        <source>Found on this machine, of this model&apos;s width</source>
        <translation>Auf diesem Rechner gefunden, mit der Breite dieses Modells</translation>
    </message>
    <message>
        <source>This model comes without a scorer</source>
        <translation>Dieses Modell kommt ohne Scorer</translation>
    </message>
    <message>
        <source>The model&apos;s own scorer</source>
        <translation>Der Scorer des Modells</translation>
    </message>
    <message>
        <source>&amp;Open a scorer…</source>
        <translation>Scorer ö&amp;ffnen&#xa0;…</translation>
    </message>
    <message>
        <source>A checkpoint, .pt or .safetensors, of the model&apos;s width</source>
        <translation>Ein Checkpoint, .pt oder .safetensors, mit der Breite des Modells</translation>
    </message>
    <message>
        <source>&amp;Train a scorer…</source>
        <translation>Scorer &amp;trainieren&#xa0;…</translation>
    </message>
    <message>
        <source>For this model, on problems with known answers</source>
        <translation>Für dieses Modell, auf Aufgaben mit bekannten Antworten</translation>
    </message>
    <message>
        <source>&amp;Get a model and its scorer…</source>
        <translation>Modell samt Scorer &amp;holen&#xa0;…</translation>
    </message>
    <message>
        <source>Where the scorers of the STEP paper are</source>
        <translation>Wo die Scorer des STEP-Papers zu finden sind</translation>
    </message>
</context>
<context>
    <name>ui::Screenshot</name>
    <message>
        <source>the picture could not be written to %1</source>
        <translation>das Bild konnte nicht nach %1 geschrieben werden</translation>
    </message>
    <message>
        <source>--size %1: the window needs at least %2</source>
        <translation>--size %1: Das Fenster braucht mindestens %2</translation>
    </message>
</context>
<context>
    <name>ui::SearchPanel</name>
    <message>
        <source>Search in all traces</source>
        <translation>In allen Traces suchen</translation>
    </message>
    <message>
        <source>Close the search (Esc)</source>
        <translation>Suche schließen (Esc)</translation>
    </message>
    <message>
        <source>Hits in all traces</source>
        <translation>Treffer in allen Traces</translation>
    </message>
    <message>
        <source>1 hit</source>
        <translation>1 Treffer</translation>
    </message>
    <message>
        <source>%1 hits</source>
        <translation>%1 Treffer</translation>
    </message>
    <message>
        <source>the first %1 hits</source>
        <translation>die ersten %1 Treffer</translation>
    </message>
    <message>
        <source>searched %1</source>
        <translation>%1 durchsucht</translation>
    </message>
</context>
<context>
    <name>ui::ServerDialog</name>
    <message>
        <source>%1, model %2</source>
        <translation>%1, Modell %2</translation>
    </message>
    <message>
        <source>, context of %1 tokens</source>
        <translation>, Kontext von %1 Token</translation>
    </message>
    <message>
        <source>Its KV cache holds %1 tokens.</source>
        <translation>Sein KV-Cache fasst %1 Token.</translation>
    </message>
    <message>
        <source>It does not say how much its KV cache holds.</source>
        <translation>Er sagt nicht, wie viel sein KV-Cache fasst.</translation>
    </message>
    <message>
        <source>It decodes 1 trace at once; others wait there.</source>
        <translation>Er dekodiert 1 Trace auf einmal; andere warten dort.</translation>
    </message>
    <message>
        <source>It decodes %1 traces at once; others wait there.</source>
        <translation>Er dekodiert %1 Traces auf einmal; andere warten dort.</translation>
    </message>
    <message>
        <source>It sends the log-probabilities of the %1 most likely tokens.</source>
        <translation>Er sendet die Log-Wahrscheinlichkeiten der %1 wahrscheinlichsten Token.</translation>
    </message>
    <message>
        <source>It sends no log-probabilities.</source>
        <translation>Er sendet keine Log-Wahrscheinlichkeiten.</translation>
    </message>
    <message>
        <source>Stepscope&apos;s plugin is there: steps are scored by %1.</source>
        <translation>Das Plugin von Stepscope ist da: %1 bewertet die Schritte.</translation>
    </message>
    <message>
        <source>Stepscope&apos;s plugin does not answer: steps are not scored.</source>
        <translation>Das Plugin von Stepscope antwortet nicht: Schritte werden nicht bewertet.</translation>
    </message>
    <message>
        <source>Servers</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Traces can be decoded by an inference server: llama.cpp, vLLM, SGLang, LM Studio, Ollama and others that answer as OpenAI&apos;s API does. This window then sends the problem there, votes and keeps the record.</source>
        <translation>Traces kann auch ein Inferenzserver dekodieren: llama.cpp, vLLM, SGLang, LM Studio, Ollama und andere, die wie die API von OpenAI antworten. Dieses Fenster schickt dann die Aufgabe dorthin, stimmt ab und führt die Aufzeichnung.</translation>
    </message>
    <message>
        <source>Result of the test</source>
        <translation>Ergebnis der Prüfung</translation>
    </message>
    <message>
        <source>the only one</source>
        <translation>das einzige</translation>
    </message>
    <message>
        <source>from %1</source>
        <translation>aus %1</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keiner</translation>
    </message>
    <message>
        <source>none, or such as %1</source>
        <translation>keines, oder etwa %1</translation>
    </message>
    <message>
        <source>A vLLM with Stepscope&apos;s plugin sends step scores. STEP needs them.</source>
        <translation>Ein vLLM mit dem Plugin von Stepscope sendet Schritt-Scores. STEP braucht sie.</translation>
    </message>
    <message>
        <source>what the server says</source>
        <translation>was der Server sagt</translation>
    </message>
    <message>
        <source>How much of the server&apos;s KV cache a policy that prunes may hold</source>
        <translation>Wie viel vom KV-Cache des Servers eine Strategie belegen darf, die kappt</translation>
    </message>
    <message>
        <source>&amp;Address</source>
        <translation>&amp;Adresse</translation>
    </message>
    <message>
        <source>&amp;Model there</source>
        <translation>&amp;Modell dort</translation>
    </message>
    <message>
        <source>&amp;Key</source>
        <translation>&amp;Schlüssel</translation>
    </message>
    <message>
        <source>&amp;Plugin for step scores</source>
        <translation>&amp;Plugin für Schritt-Scores</translation>
    </message>
    <message>
        <source>KV cache, &amp;tokens</source>
        <translation>KV-Cache, &amp;Token</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Run on this server</source>
        <translation>Auf diesem Server laufen</translation>
    </message>
    <message>
        <source>Asking %1…</source>
        <translation>%1 wird gefragt…</translation>
    </message>
    <message>
        <source>✓ %1 answers.</source>
        <translation>✓ %1 antwortet.</translation>
    </message>
    <message>
        <source>✗ %1</source>
        <translation>✗ %1</translation>
    </message>
    <message>
        <source>✓ %1</source>
        <translation>✓ %1</translation>
    </message>
    <message>
        <source>The next runs are decoded there</source>
        <translation>Die nächsten Läufe werden dort dekodiert</translation>
    </message>
    <message>
        <source>Sent to this address only. It is kept until the program ends, or in the system&apos;s keyring, and never written to a file.</source>
        <translation>Wird nur an diese Adresse gesendet. Er bleibt bis zum Ende des Programms erhalten oder im Schlüsselbund des Systems und wird nie in eine Datei geschrieben.</translation>
    </message>
    <message>
        <source>Keep it in the &amp;system&apos;s keyring</source>
        <translation>Im Schlüssel&amp;bund des Systems behalten</translation>
    </message>
    <message>
        <source>This build has no keyring: libsecret was not there.</source>
        <translation>Dieses Programm wurde ohne Schlüsselbund gebaut: libsecret fehlte.</translation>
    </message>
    <message>
        <source>This session has no message bus, so no keyring answers.</source>
        <translation>Diese Sitzung hat keinen Nachrichtenbus, deshalb antwortet kein Schlüsselbund.</translation>
    </message>
    <message>
        <source>Once the server has accepted it. The next time, an empty field takes the key from there.</source>
        <translation>Sobald der Server ihn angenommen hat. Beim nächsten Mal kommt der Schlüssel bei leerem Feld von dort.</translation>
    </message>
</context>
<context>
    <name>ui::ServerProbe</name>
    <message>
        <source>The key was not kept: %1</source>
        <translation>Der Schlüssel wurde nicht behalten: %1</translation>
    </message>
</context>
<context>
    <name>ui::SessionController</name>
    <message>
        <source>No run is in progress.</source>
        <translation>Kein Lauf ist im Gang.</translation>
    </message>
    <message>
        <source>There is no run yet.</source>
        <translation>Es gibt noch keinen Lauf.</translation>
    </message>
    <message>
        <source>Load a model first.</source>
        <translation>Zuerst ein Modell laden.</translation>
    </message>
    <message>
        <source>%1 is opened instead of %2.</source>
        <translation>%1 wird statt %2 geöffnet.</translation>
    </message>
    <message>
        <source>Saved %1.</source>
        <translation>%1 gespeichert.</translation>
    </message>
    <message>
        <source>The run failed: %1</source>
        <translation>Der Lauf ist fehlgeschlagen: %1</translation>
    </message>
    <message>
        <source>This run was made by %1. Load that model to go on from its traces.</source>
        <translation>Dieser Lauf stammt von %1. Dieses Modell laden, um von seinen Traces aus weiterzumachen.</translation>
    </message>
    <message>
        <source>another model</source>
        <translation>einem anderen Modell</translation>
    </message>
    <message>
        <source>There is no finished run yet.</source>
        <translation>Es gibt noch keinen beendeten Lauf.</translation>
    </message>
    <message>
        <source>Every trace of this run has reached its end already.</source>
        <translation>Alle Traces dieses Laufs sind bereits zu Ende.</translation>
    </message>
    <message>
        <source>%1 is there already, so the hidden rows stay beside the run&apos;s own recording.</source>
        <translation>%1 ist schon vorhanden, daher bleiben die verborgenen Zustände neben der Aufzeichnung des Laufs selbst.</translation>
    </message>
    <message>
        <source>%1: the recording is not complete</source>
        <translation>%1: Die Aufzeichnung ist unvollständig</translation>
    </message>
    <message>
        <source>The model is on a server. For this, load a model of this machine.</source>
        <translation>Das Modell ist auf einem Server. Hierfür ein Modell dieses Rechners laden.</translation>
    </message>
    <message>
        <source>%1 of %2 traces were lost with their connections. The vote is of the others.</source>
        <translation>%1 von %2 Traces gingen mit ihren Verbindungen verloren. Die übrigen stimmen ab.</translation>
    </message>
</context>
<context>
    <name>ui::SetupPanel</name>
    <message>
        <source>Run</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Traces n</source>
        <translation>Traces n</translation>
    </message>
    <message>
        <source>How many traces reason at once. During a run, a higher number adds traces. A lower number stops waiting traces first, then those that the policy would give up next.</source>
        <translation>Wie viele Traces zugleich denken. Während eines Laufs fügt eine höhere Zahl Traces hinzu. Eine niedrigere stoppt zuerst wartende Traces, dann die, die die Strategie als Nächste aufgäbe.</translation>
    </message>
    <message>
        <source>KV cache</source>
        <translation>KV-Cache</translation>
    </message>
    <message>
        <source>Memory for the traces. If you lower it during a run, the policy frees blocks by its own rule.</source>
        <translation>Speicher für die Traces. Wird er während eines Laufs verkleinert, gibt die Strategie nach ihrer eigenen Regel Blöcke frei.</translation>
    </message>
    <message>
        <source> MiB</source>
        <translation> MiB</translation>
    </message>
    <message>
        <source>GPU memory</source>
        <translation>GPU-Speicher</translation>
    </message>
    <message>
        <source>Share of the device&apos;s memory that the program may use: weights, workspace and KV cache.</source>
        <translation>Anteil am Speicher des Geräts, den das Programm nutzen darf: Gewichte, Arbeitsbereich und KV-Cache.</translation>
    </message>
    <message>
        <source>What this choice gives</source>
        <translation>Was diese Wahl ergibt</translation>
    </message>
    <message>
        <source>The memory plan appears when the model is ready.</source>
        <translation>Der Speicherplan erscheint, sobald das Modell bereit ist.</translation>
    </message>
    <message>
        <source>Weights %1 · workspace %2 · &lt;b&gt;KV %3&lt;/b&gt; as %4 = %5 tokens</source>
        <translation>Gewichte %1 · Arbeitsbereich %2 · &lt;b&gt;KV %3&lt;/b&gt; als %4 = %5 Token</translation>
    </message>
    <message>
        <source> (%1: %2)</source>
        <translation> (%1: %2)</translation>
    </message>
    <message>
        <source> · device %1, others use %2</source>
        <translation> · Gerät %1, andere belegen %2</translation>
    </message>
    <message>
        <source> · device %1</source>
        <translation> · Gerät %1</translation>
    </message>
    <message>
        <source>&lt;b style=&apos;color:%1&apos;&gt;Too large:&lt;/b&gt; weights and workspace alone do not fit this device.</source>
        <translation>&lt;b style=&apos;color:%1&apos;&gt;Zu groß:&lt;/b&gt; Schon Gewichte und Arbeitsbereich passen nicht auf dieses Gerät.</translation>
    </message>
    <message>
        <source>&lt;b style=&apos;color:%1&apos;&gt;Too little:&lt;/b&gt; the prompt and one block per trace take %2.</source>
        <translation>&lt;b style=&apos;color:%1&apos;&gt;Zu wenig:&lt;/b&gt; Der Prompt und ein Block je Trace brauchen %2.</translation>
    </message>
    <message>
        <source>n = %1 fits.</source>
        <translation>n = %1 passt.</translation>
    </message>
    <message>
        <source>&lt;b style=&apos;color:%1&apos;&gt;Too long:&lt;/b&gt; the problem takes about %2 tokens, the model&apos;s context is %3.</source>
        <translation>&lt;b style=&apos;color:%1&apos;&gt;Zu lang:&lt;/b&gt; Die Aufgabe braucht etwa %2 Token, der Kontext des Modells hat %3.</translation>
    </message>
    <message>
        <source>&lt;b style=&apos;color:%1&apos;&gt;Too large:&lt;/b&gt; this process can reserve only %2 for the KV cache.</source>
        <translation>&lt;b style=&apos;color:%1&apos;&gt;Zu groß:&lt;/b&gt; Dieser Prozess kann nur %2 für den KV-Cache reservieren.</translation>
    </message>
    <message>
        <source>With n = %1, the traces can fill %2 of KV cache: &lt;b style=&apos;color:%3&apos;&gt;%4 of memory are free for it.&lt;/b&gt;</source>
        <translation>Mit n = %1 können die Traces %2 KV-Cache füllen: &lt;b style=&apos;color:%3&apos;&gt;Dafür sind %4 Speicher frei.&lt;/b&gt;</translation>
    </message>
    <message>
        <source>With n = %1, memory saturates near &lt;b style=&apos;color:%2&apos;&gt;%3 tokens per trace&lt;/b&gt;.</source>
        <translation>Mit n = %1 ist der Speicher bei etwa &lt;b style=&apos;color:%2&apos;&gt;%3 Token je Trace&lt;/b&gt; gesättigt.</translation>
    </message>
    <message>
        <source>With n = %1, every trace can reach its limit of %2 tokens: memory never saturates.</source>
        <translation>Mit n = %1 kann jeder Trace sein Limit von %2 Token erreichen: Der Speicher wird nie gesättigt.</translation>
    </message>
    <message>
        <source>&lt;br&gt;Fits: &lt;a href=&apos;%1&apos; style=&apos;color:%2&apos;&gt;%3&lt;/a&gt; (%4)</source>
        <translation>&lt;br&gt;Passt: &lt;a href=&apos;%1&apos; style=&apos;color:%2&apos;&gt;%3&lt;/a&gt; (%4)</translation>
    </message>
    <message>
        <source>%1 as %2</source>
        <translation>%1 als %2</translation>
    </message>
</context>
<context>
    <name>ui::ShareChart</name>
    <message>
        <source>Share of the vote over time</source>
        <translation>Stimmenanteile im Zeitverlauf</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>ui::SteeringButtons</name>
    <message>
        <source>It is pruned only if all running traces are protected.</source>
        <translation>Er wird nur gekappt, wenn alle laufenden Traces geschützt sind.</translation>
    </message>
    <message>
        <source>It stops, gives up its memory and does not vote.</source>
        <translation>Er stoppt, gibt seinen Speicher ab und hat keine Stimme.</translation>
    </message>
    <message>
        <source>The run has ended: a new run with the settings under Next run begins with this text in every trace.</source>
        <translation>Der Lauf ist beendet: Ein neuer mit den Einstellungen unter „Nächster Lauf“ beginnt in jedem Trace mit diesem Text.</translation>
    </message>
    <message>
        <source>A new trace has the text up to there and goes on with other draws.</source>
        <translation>Ein neuer Trace hat den Text bis dorthin und geht mit anderen Ziehungen weiter.</translation>
    </message>
    <message>
        <source>You write the step, and the model goes on from your words.</source>
        <translation>Der Schritt wird selbst geschrieben, und das Modell geht von diesen Worten weiter.</translation>
    </message>
</context>
<context>
    <name>ui::StudyDialog</name>
    <message>
        <source>Study</source>
        <translation>Studie</translation>
    </message>
    <message>
        <source>What will run, and how long</source>
        <translation>Was läuft und wie lange</translation>
    </message>
    <message>
        <source>What the time is based on</source>
        <translation>Worauf die Zeitangabe beruht</translation>
    </message>
    <message>
        <source>&amp;Estimate the time</source>
        <translation>Zeit schät&amp;zen</translation>
    </message>
    <message>
        <source>What runs</source>
        <translation>Was gerade läuft</translation>
    </message>
    <message>
        <source>State of the study</source>
        <translation>Stand der Studie</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>Verbleibende Zeit</translation>
    </message>
    <message>
        <source>Progress of the study</source>
        <translation>Fortschritt der Studie</translation>
    </message>
    <message>
        <source>About the study</source>
        <translation>Über die Studie</translation>
    </message>
    <message>
        <source>&amp;Another study</source>
        <translation>&amp;Andere Studie</translation>
    </message>
    <message>
        <source>Choose another study; this one stays in its folder</source>
        <translation>Andere Studie wählen; diese bleibt in ihrem Ordner</translation>
    </message>
    <message>
        <source>&amp;Load its model</source>
        <translation>Ihr &amp;Modell laden</translation>
    </message>
    <message>
        <source>Loads the model and the scorer that the study began with</source>
        <translation>Lädt Modell und Scorer, mit denen die Studie begann</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>&amp;Stoppen</translation>
    </message>
    <message>
        <source>Gives up the runs in progress and keeps the others</source>
        <translation>Bricht die laufenden Läufe ab und behält die anderen</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>An&amp;halten</translation>
    </message>
    <message>
        <source>C&amp;lose</source>
        <translation>S&amp;chließen</translation>
    </message>
    <message>
        <source>Open the &amp;report</source>
        <translation>&amp;Bericht öffnen</translation>
    </message>
    <message>
        <source>Opens in the browser</source>
        <translation>Öffnet sich im Browser</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>S&amp;tarten</translation>
    </message>
    <message>
        <source>Measuring… %1</source>
        <translation>Wird gemessen&#xa0;… %1</translation>
    </message>
    <message>
        <source>with the scorer &lt;b&gt;%1&lt;/b&gt;</source>
        <translation>mit dem Scorer &lt;b&gt;%1&lt;/b&gt;</translation>
    </message>
    <message>
        <source>without a scorer</source>
        <translation>ohne Scorer</translation>
    </message>
    <message>
        <source>Every problem runs under each policy, with each n, memory and seed, on &lt;b&gt;%1&lt;/b&gt; %2. First each problem runs unpruned, which tells how much memory it needs. Sampling and vote are as set in the window: temperature %3, top-p %4, top-k %5, at most %6 tokens.</source>
        <translation>Jede Aufgabe läuft unter jeder Strategie, mit jedem n, Speicher und Seed, auf &lt;b&gt;%1&lt;/b&gt; %2. Zuerst läuft jede Aufgabe ohne Kappen; das zeigt, wie viel Speicher sie braucht. Sampling und Abstimmung sind wie im Fenster eingestellt: Temperatur %3, Top-p %4, Top-k %5, höchstens %6 Token.</translation>
    </message>
    <message>
        <source>The study began with %1 and %2. Load them to continue it.</source>
        <translation>Die Studie begann mit %1 und %2. Beides laden, um sie fortzusetzen.</translation>
    </message>
    <message>
        <source>no scorer</source>
        <translation>ohne Scorer</translation>
    </message>
    <message>
        <source>the scorer %1</source>
        <translation>dem Scorer %1</translation>
    </message>
    <message>
        <source>Nothing is measured yet: the estimate runs some of the problems for up to a minute.</source>
        <translation>Noch ist nichts gemessen: Die Schätzung lässt bis zu eine Minute lang einige der Aufgaben laufen.</translation>
    </message>
    <message>
        <source>Stop &amp;estimating</source>
        <translation>&amp;Schätzung stoppen</translation>
    </message>
    <message>
        <source>Runs some of the problems, for up to a minute</source>
        <translation>Lässt bis zu eine Minute lang einige der Aufgaben laufen</translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation>&amp;Fortsetzen</translation>
    </message>
    <message>
        <source>Runs the study; it can be paused at any time</source>
        <translation>Lässt die Studie laufen; sie lässt sich jederzeit anhalten</translation>
    </message>
    <message>
        <source>Makes the runs that are missing</source>
        <translation>Führt die fehlenden Läufe aus</translation>
    </message>
    <message>
        <source>&amp;Pause now</source>
        <translation>&amp;Jetzt anhalten</translation>
    </message>
    <message>
        <source>Gives up the runs in progress; they start again when the study goes on</source>
        <translation>Bricht die laufenden Läufe ab; sie beginnen von vorn, wenn die Studie weitergeht</translation>
    </message>
    <message>
        <source>Lets the runs in progress finish and starts no others; the model is free then</source>
        <translation>Lässt die laufenden Läufe enden und startet keine weiteren; danach ist das Modell frei</translation>
    </message>
    <message>
        <source>&amp;Report so far</source>
        <translation>&amp;Bisheriger Bericht</translation>
    </message>
    <message>
        <source>&amp;Hide</source>
        <translation>Aus&amp;blenden</translation>
    </message>
    <message>
        <source>The study continues; New study in the Study menu opens this again</source>
        <translation>Die Studie läuft weiter; „Neue Studie“ im Menü „Studie“ öffnet dies wieder</translation>
    </message>
    <message>
        <source>Measuring…</source>
        <translation>Wird gemessen&#xa0;…</translation>
    </message>
    <message>
        <source>Not measured: %1</source>
        <translation>Nicht gemessen: %1</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Startet&#xa0;…</translation>
    </message>
    <message>
        <source>Pausing: the runs in progress finish first…</source>
        <translation>Wird angehalten: Die laufenden Läufe enden zuerst&#xa0;…</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Wird gestoppt&#xa0;…</translation>
    </message>
    <message>
        <source>Not finished. It continues from where it was stopped.</source>
        <translation>Nicht beendet. Es geht dort weiter, wo sie gestoppt wurde.</translation>
    </message>
    <message>
        <source>It cannot be continued: %1</source>
        <translation>Sie kann nicht fortgesetzt werden: %1</translation>
    </message>
    <message>
        <source>%1: run %2 of %3</source>
        <translation>%1: Lauf %2 von %3</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>noch %1</translation>
    </message>
    <message>
        <source>The study stopped: %1</source>
        <translation>Die Studie wurde gestoppt: %1</translation>
    </message>
    <message>
        <source>Paused. The folder has %1 so far.</source>
        <translation>Angehalten. Der Ordner enthält bisher %1.</translation>
    </message>
    <message>
        <source>1 run</source>
        <translation>1 Lauf</translation>
    </message>
    <message>
        <source>%1 runs</source>
        <translation>%1 Läufe</translation>
    </message>
    <message>
        <source>Finished: %1 in %2</source>
        <translation>Beendet: %1 in %2</translation>
    </message>
    <message>
        <source>Finished: %1; the part after the last pause took %2</source>
        <translation>Beendet: %1; der Teil nach der letzten Pause dauerte %2</translation>
    </message>
    <message>
        <source> (estimated: %1)</source>
        <translation> (geschätzt: %1)</translation>
    </message>
    <message>
        <source>1 run failed. It is tried again when the study goes on.</source>
        <translation>1 Lauf ist fehlgeschlagen. Er wird erneut versucht, wenn die Studie weitergeht.</translation>
    </message>
    <message>
        <source>%1 runs failed. They are tried again when the study goes on.</source>
        <translation>%1 Läufe sind fehlgeschlagen. Sie werden erneut versucht, wenn die Studie weitergeht.</translation>
    </message>
    <message>
        <source>1 run could not start and is missing from the report.</source>
        <translation>1 Lauf konnte nicht starten und fehlt im Bericht.</translation>
    </message>
    <message>
        <source>%1 runs could not start and are missing from the report.</source>
        <translation>%1 Läufe konnten nicht starten und fehlen im Bericht.</translation>
    </message>
</context>
<context>
    <name>ui::StudyForm</name>
    <message>
        <source>Problem set</source>
        <translation>Aufgabensammlung</translation>
    </message>
    <message>
        <source>&amp;Problem set</source>
        <translation>Aufgabensammlun&amp;g</translation>
    </message>
    <message>
        <source>&amp;n</source>
        <translation>&amp;n</translation>
    </message>
    <message>
        <source>Values of n</source>
        <translation>Werte von n</translation>
    </message>
    <message>
        <source>Numbers of traces, separated by commas</source>
        <translation>Anzahlen von Traces, durch Kommas getrennt</translation>
    </message>
    <message>
        <source>&amp;Memory</source>
        <translation>S&amp;peicher</translation>
    </message>
    <message>
        <source>Values of memory in percent</source>
        <translation>Speicherwerte in Prozent</translation>
    </message>
    <message>
        <source>KV caches, separated by commas, as shares of what each problem&apos;s unpruned traces need at their peak</source>
        <translation>KV-Caches, durch Kommas getrennt, als Anteile dessen, was die ungekappten Traces jeder Aufgabe in der Spitze brauchen</translation>
    </message>
    <message>
        <source>% of each problem&apos;s peak</source>
        <translation>% der Spitze jeder Aufgabe</translation>
    </message>
    <message>
        <source>&amp;Seeds</source>
        <translation>S&amp;eeds</translation>
    </message>
    <message>
        <source>Seeds</source>
        <translation>Seeds</translation>
    </message>
    <message>
        <source>Each problem runs with each of them, separated by commas</source>
        <translation>Jede Aufgabe läuft mit jedem davon, durch Kommas getrennt</translation>
    </message>
    <message>
        <source>Problems that run together</source>
        <translation>Aufgaben, die gemeinsam laufen</translation>
    </message>
    <message>
        <source>Problems that share each pass: faster, and their times are not used</source>
        <translation>Aufgaben, die sich jeden Durchlauf teilen: schneller, aber ihre Zeiten zählen nicht</translation>
    </message>
    <message>
        <source>Problems timed alone</source>
        <translation>Einzeln gemessene Aufgaben</translation>
    </message>
    <message>
        <source>So many problems, spread over the set, run once more with the device to themselves, for their times (first seed)</source>
        <translation>So viele Aufgaben, über die Sammlung verteilt, laufen für ihre Zeiten noch einmal allein auf dem Gerät (erster Seed)</translation>
    </message>
    <message>
        <source>at a time, then</source>
        <translation>zugleich, danach</translation>
    </message>
    <message>
        <source>once more alone, for their times</source>
        <translation>noch einmal allein, für ihre Zeiten</translation>
    </message>
    <message>
        <source>P&amp;roblems run</source>
        <translation>Aufgaben &amp;laufen</translation>
    </message>
    <message>
        <source>Policies</source>
        <translation>Strategien</translation>
    </message>
    <message>
        <source>Folder of the study</source>
        <translation>Ordner der Studie</translation>
    </message>
    <message>
        <source>Results and report are kept here; a study that was stopped continues from there</source>
        <translation>Ergebnisse und Bericht liegen hier; eine gestoppte Studie geht von dort weiter</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen&#xa0;…</translation>
    </message>
    <message>
        <source>Choose the folder of the study</source>
        <translation>Ordner der Studie wählen</translation>
    </message>
    <message>
        <source>&amp;Folder</source>
        <translation>&amp;Ordner</translation>
    </message>
    <message>
        <source>A study is there. Runs that it has are not made again.</source>
        <translation>Hier liegt eine Studie. Vorhandene Läufe werden nicht wiederholt.</translation>
    </message>
    <message>
        <source>This folder has other files; the study&apos;s are put beside them.</source>
        <translation>Dieser Ordner enthält andere Dateien; die der Studie kommen dazu.</translation>
    </message>
    <message>
        <source>Needs a step scorer, and none is loaded</source>
        <translation>Braucht einen Schritt-Scorer, und keiner ist geladen</translation>
    </message>
    <message>
        <source>Choose a problem set.</source>
        <translation>Eine Aufgabensammlung wählen.</translation>
    </message>
    <message>
        <source>Choose at least one policy.</source>
        <translation>Mindestens eine Strategie wählen.</translation>
    </message>
    <message>
        <source>n</source>
        <translation>n</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Choose a folder for the study.</source>
        <translation>Einen Ordner für die Studie wählen.</translation>
    </message>
</context>
<context>
    <name>ui::StudyOpener</name>
    <message>
        <source>No browser could be started to show %1</source>
        <translation>Kein Browser konnte %1 zeigen</translation>
    </message>
</context>
<context>
    <name>ui::StudyTable</name>
    <message>
        <source>Results of the study</source>
        <translation>Ergebnisse der Studie</translation>
    </message>
    <message>
        <source>Policy</source>
        <translation>Strategie</translation>
    </message>
    <message>
        <source>n</source>
        <translation>n</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>Latenz</translation>
    </message>
    <message>
        <source>What decided when memory was full</source>
        <translation>Was bei vollem Speicher entschied</translation>
    </message>
    <message>
        <source>Traces of each problem</source>
        <translation>Traces je Aufgabe</translation>
    </message>
    <message>
        <source>KV cache, as a share of what each problem&apos;s unpruned traces need</source>
        <translation>KV-Cache, als Anteil dessen, was die ungekappten Traces jeder Aufgabe brauchen</translation>
    </message>
    <message>
        <source>Share of problems whose vote gave the known answer</source>
        <translation>Anteil der Aufgaben, deren Abstimmung die bekannte Antwort ergab</translation>
    </message>
    <message>
        <source>Generated tokens, mean per problem</source>
        <translation>Erzeugte Token, Mittel je Aufgabe</translation>
    </message>
    <message>
        <source>Seconds per problem, of problems that had the device to themselves</source>
        <translation>Sekunden je Aufgabe, von Aufgaben, die das Gerät für sich hatten</translation>
    </message>
</context>
<context>
    <name>ui::SweepStrip</name>
    <message>
        <source>Answer by memory</source>
        <translation>Antwort nach Speicher</translation>
    </message>
    <message>
        <source>%1, %2 of the peak</source>
        <translation>%1, %2 der Spitze</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>keine Antwort</translation>
    </message>
    <message>
        <source>, right</source>
        <translation>, richtig</translation>
    </message>
    <message>
        <source>, wrong</source>
        <translation>, falsch</translation>
    </message>
    <message>
        <source>%1: %2, %3 pruned, %4 (simulated)</source>
        <translation>%1: %2, %3 gekappt, %4 (simuliert)</translation>
    </message>
</context>
<context>
    <name>ui::TimeBar</name>
    <message>
        <source>Time bar</source>
        <translation>Zeitleiste</translation>
    </message>
    <message>
        <source>Moment shown</source>
        <translation>Gezeigter Zeitpunkt</translation>
    </message>
    <message>
        <source>Length of the run</source>
        <translation>Länge des Laufs</translation>
    </message>
    <message>
        <source>Back 5 s (Alt+Left)</source>
        <translation>5 s zurück (Alt+Links)</translation>
    </message>
    <message>
        <source>Play or pause the replay (Ctrl+Space)</source>
        <translation>Wiedergabe starten oder pausieren (Strg+Leertaste)</translation>
    </message>
    <message>
        <source>Forward 5 s (Alt+Right)</source>
        <translation>5 s vor (Alt+Rechts)</translation>
    </message>
    <message>
        <source>Speed of the replay</source>
        <translation>Geschwindigkeit der Wiedergabe</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>Return to the end of the run (Ctrl+L)</source>
        <translation>Zum Ende des Laufs zurückkehren (Strg+L)</translation>
    </message>
    <message>
        <source>slowed for watching</source>
        <translation>zum Zuschauen gebremst</translation>
    </message>
    <message>
        <source>Pace of the run. Acts now.</source>
        <translation>Tempo des Laufs. Gilt sofort.</translation>
    </message>
    <message>
        <source>Pace of the run</source>
        <translation>Tempo des Laufs</translation>
    </message>
    <message>
        <source>Full speed</source>
        <translation>Volle Geschwindigkeit</translation>
    </message>
    <message>
        <source>Run as fast as the machine can (Ctrl+Shift+A)</source>
        <translation>So schnell laufen, wie der Rechner kann (Strg+Umschalt+A)</translation>
    </message>
    <message>
        <source>slowed</source>
        <translation>gebremst</translation>
    </message>
    <message>
        <source>%1 tok/s per trace</source>
        <translation>%1 tok/s je Trace</translation>
    </message>
    <message>
        <source>%1 tok/s</source>
        <translation>%1 tok/s</translation>
    </message>
    <message>
        <source>Watchable: %1</source>
        <translation>Zuschautempo: %1</translation>
    </message>
    <message>
        <source>Pass %1 of %2, event %3 of %4</source>
        <translation>Durchlauf %1 von %2, Ereignis %3 von %4</translation>
    </message>
</context>
<context>
    <name>ui::TimeSlider</name>
    <message>
        <source>Time of the run</source>
        <translation>Zeit des Laufs</translation>
    </message>
    <message>
        <source>Drag to any moment of the run. Arrow keys: 1 s, page keys: 10 s. Red marks: a trace was pruned. Flags: a note.</source>
        <translation>Ziehen führt zu jedem Zeitpunkt des Laufs. Pfeiltasten: 1 s, Bildtasten: 10 s. Rote Striche: Ein Trace wurde gekappt. Fähnchen: eine Notiz.</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
</context>
<context>
    <name>ui::TopBar</name>
    <message>
        <source>%1 parameters, %2</source>
        <translation>%1 Parameter, %2</translation>
    </message>
    <message>
        <source>Run bar</source>
        <translation>Laufleiste</translation>
    </message>
    <message>
        <source>no model yet</source>
        <translation>noch kein Modell</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stoppen</translation>
    </message>
    <message>
        <source>Stop the run and keep its results (Ctrl+.)</source>
        <translation>Lauf stoppen und Ergebnisse behalten (Strg+.)</translation>
    </message>
    <message>
        <source>Compare…</source>
        <translation>Vergleichen&#xa0;…</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Run this problem under several policies, and see them side by side (Ctrl+Shift+R)</source>
        <translation>Diese Aufgabe unter mehreren Strategien laufen lassen und nebeneinander sehen (Strg+Umschalt+R)</translation>
    </message>
    <message>
        <source>Start a run of this problem (Ctrl+R)</source>
        <translation>Einen Lauf dieser Aufgabe starten (Strg+R)</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Startet&#xa0;…</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Resume the run (Ctrl+P)</source>
        <translation>Lauf fortsetzen (Strg+P)</translation>
    </message>
    <message>
        <source>Pause the run (Ctrl+P)</source>
        <translation>Lauf anhalten (Strg+P)</translation>
    </message>
    <message>
        <source>What-if, from recorded traces</source>
        <translation>Was-wäre-wenn, aus aufgezeichneten Traces</translation>
    </message>
    <message>
        <source>Another run of the same traces; its times are simulated</source>
        <translation>Ein anderer Lauf derselben Traces; seine Zeiten sind simuliert</translation>
    </message>
    <message>
        <source>Simulated, looking back</source>
        <translation>Simuliert, Rückblick</translation>
    </message>
    <message>
        <source>Simulated</source>
        <translation>Simuliert</translation>
    </message>
    <message>
        <source>A script, not a model, wrote this run</source>
        <translation>Ein Skript, kein Modell, hat diesen Lauf geschrieben</translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>Öffnet&#xa0;…</translation>
    </message>
    <message>
        <source>Recorded</source>
        <translation>Aufgezeichnet</translation>
    </message>
    <message>
        <source>Looking back</source>
        <translation>Rückblick</translation>
    </message>
    <message>
        <source>The run continues; Live returns to its end</source>
        <translation>Der Lauf geht weiter; „Live“ kehrt zu seinem Ende zurück</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>The run as it happens</source>
        <translation>Der Lauf, während er geschieht</translation>
    </message>
    <message>
        <source>Training a scorer</source>
        <translation>Scorer wird trainiert</translation>
    </message>
    <message>
        <source>Train a scorer in the File menu shows the progress</source>
        <translation>„Scorer trainieren“ im Menü „Datei“ zeigt den Fortschritt</translation>
    </message>
    <message>
        <source>Study</source>
        <translation>Studie</translation>
    </message>
    <message>
        <source>New study in the Study menu shows the progress</source>
        <translation>„Neue Studie“ im Menü „Studie“ zeigt den Fortschritt</translation>
    </message>
    <message>
        <source>A moment of the finished run</source>
        <translation>Ein Zeitpunkt des beendeten Laufs</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Gestoppt</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Beendet</translation>
    </message>
    <message>
        <source>A run of this window; Recent runs in the File menu has it</source>
        <translation>Ein Lauf dieses Fensters; „Letzte Läufe“ im Menü „Datei“ enthält ihn</translation>
    </message>
    <message>
        <source>A run of this window, not saved yet (Ctrl+S)</source>
        <translation>Ein Lauf dieses Fensters, noch nicht gespeichert (Strg+S)</translation>
    </message>
    <message>
        <source>A run of this window</source>
        <translation>Ein Lauf dieses Fensters</translation>
    </message>
    <message>
        <source>Loading model…</source>
        <translation>Modell wird geladen&#xa0;…</translation>
    </message>
    <message>
        <source>No run yet</source>
        <translation>Noch kein Lauf</translation>
    </message>
</context>
<context>
    <name>ui::TraceText</name>
    <message>
        <source>Text of the selected trace</source>
        <translation>Text des gewählten Trace</translation>
    </message>
    <message>
        <source>Select a lane to read its steps.</source>
        <translation>Eine Spur auswählen, um ihre Schritte zu lesen.</translation>
    </message>
    <message>
        <source>%1 of text before this are not shown.</source>
        <translation>%1 Text davor werden nicht gezeigt.</translation>
    </message>
</context>
<context>
    <name>ui::TrainDialog</name>
    <message>
        <source>Sampling traces</source>
        <translation>Traces werden gezogen</translation>
    </message>
    <message>
        <source>Sampling traces of the test problems</source>
        <translation>Traces der Testaufgaben werden gezogen</translation>
    </message>
    <message>
        <source>Training, epoch %1</source>
        <translation>Training, Epoche %1</translation>
    </message>
    <message>
        <source>%1 s left</source>
        <translation>noch %1 s</translation>
    </message>
    <message>
        <source>%1 min left</source>
        <translation>noch %1 min</translation>
    </message>
    <message>
        <source>%1 h left</source>
        <translation>noch %1 h</translation>
    </message>
    <message>
        <source>Train a scorer</source>
        <translation>Scorer trainieren</translation>
    </message>
    <message>
        <source>Problem set</source>
        <translation>Aufgabensammlung</translation>
    </message>
    <message>
        <source>Traces of each problem</source>
        <translation>Traces je Aufgabe</translation>
    </message>
    <message>
        <source>Traces sampled per problem; the scorer learns most from problems with right and wrong traces</source>
        <translation>Gezogene Traces je Aufgabe; der Scorer lernt am meisten aus Aufgaben mit richtigen und falschen Traces</translation>
    </message>
    <message>
        <source>Test set, optional</source>
        <translation>Testsammlung, optional</translation>
    </message>
    <message>
        <source>What will be sampled</source>
        <translation>Was gezogen wird</translation>
    </message>
    <message>
        <source>Output file</source>
        <translation>Ausgabedatei</translation>
    </message>
    <message>
        <source>The scorer&apos;s checkpoint, .safetensors or .pt; its metrics are written beside it</source>
        <translation>Der Checkpoint des Scorers, .safetensors oder .pt; seine Kennzahlen werden daneben geschrieben</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen&#xa0;…</translation>
    </message>
    <message>
        <source>Choose the output file</source>
        <translation>Ausgabedatei wählen</translation>
    </message>
    <message>
        <source>&amp;Problem set</source>
        <translation>Aufgabensammlun&amp;g</translation>
    </message>
    <message>
        <source>&amp;Traces per problem</source>
        <translation>&amp;Traces je Aufgabe</translation>
    </message>
    <message>
        <source>T&amp;est set</source>
        <translation>T&amp;estsammlung</translation>
    </message>
    <message>
        <source>&amp;Output file</source>
        <translation>A&amp;usgabedatei</translation>
    </message>
    <message>
        <source>State of the training</source>
        <translation>Stand des Trainings</translation>
    </message>
    <message>
        <source>Progress of the stage</source>
        <translation>Fortschritt des Abschnitts</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>Epochen</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>What the trained scorer is worth</source>
        <translation>Was der trainierte Scorer taugt</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>S&amp;tarten</translation>
    </message>
    <message>
        <source>&amp;Cancel training</source>
        <translation>Training &amp;abbrechen</translation>
    </message>
    <message>
        <source>Keeps the sampled traces; the same training continues from there</source>
        <translation>Behält die gezogenen Traces; dasselbe Training geht von dort weiter</translation>
    </message>
    <message>
        <source>&amp;Use this scorer</source>
        <translation>Diesen Scorer &amp;verwenden</translation>
    </message>
    <message>
        <source>Loads the scorer: it scores later steps, and every recorded step again</source>
        <translation>Lädt den Scorer: Er bewertet spätere Schritte und jeden aufgezeichneten Schritt neu</translation>
    </message>
    <message>
        <source>C&amp;lose</source>
        <translation>S&amp;chließen</translation>
    </message>
    <message>
        <source>Traces of problems with known answers are sampled from &lt;b&gt;%1&lt;/b&gt;. Every step gets the outcome of its trace as its label, and a network with one hidden layer learns the label from the hidden state at the end of the step. Sampling is as set in the window: temperature %2, top-p %3, top-k %4, at most %5 tokens, seed %6.</source>
        <translation>Aus &lt;b&gt;%1&lt;/b&gt; werden Traces von Aufgaben mit bekannten Antworten gezogen. Jeder Schritt erhält den Ausgang seines Trace als Etikett, und ein Netz mit einer verborgenen Schicht lernt das Etikett aus dem verborgenen Zustand am Ende des Schritts. Das Sampling ist wie im Fenster eingestellt: Temperatur %2, Top-p %3, Top-k %4, höchstens %5 Token, Seed %6.</translation>
    </message>
    <message>
        <source>Save the scorer as</source>
        <translation>Scorer speichern unter</translation>
    </message>
    <message>
        <source>Scorers (*.safetensors *.pt)</source>
        <translation>Scorer (*.safetensors *.pt)</translation>
    </message>
    <message>
        <source>Choose a problem set.</source>
        <translation>Eine Aufgabensammlung wählen.</translation>
    </message>
    <message>
        <source>The output file&apos;s name must end in .safetensors or .pt.</source>
        <translation>Der Name der Ausgabedatei muss auf .safetensors oder .pt enden.</translation>
    </message>
    <message>
        <source>%1 traces to sample</source>
        <translation>%1 Traces zu ziehen</translation>
    </message>
    <message>
        <source>, and %1 for the test</source>
        <translation>, und %1 für den Test</translation>
    </message>
    <message>
        <source>This file exists and will be replaced.</source>
        <translation>Diese Datei ist vorhanden und wird ersetzt.</translation>
    </message>
    <message>
        <source>The sampled hidden states are kept beside it, in %1.rows.</source>
        <translation>Die gezogenen verborgenen Zustände bleiben daneben, in %1.rows.</translation>
    </message>
    <message>
        <source>Sample, train and measure</source>
        <translation>Ziehen, trainieren und messen</translation>
    </message>
    <message>
        <source>&amp;Hide</source>
        <translation>Aus&amp;blenden</translation>
    </message>
    <message>
        <source>The training continues; Train a scorer in the File menu opens this again</source>
        <translation>Das Training läuft weiter; „Scorer trainieren“ im Menü „Datei“ öffnet dies wieder</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>In Verwendung</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Startet&#xa0;…</translation>
    </message>
    <message>
        <source>Not started: the program is busy with something else.</source>
        <translation>Nicht gestartet: Das Programm ist mit etwas anderem beschäftigt.</translation>
    </message>
    <message>
        <source>Cancelling…</source>
        <translation>Wird abgebrochen&#xa0;…</translation>
    </message>
    <message>
        <source>%1 of %2 problems</source>
        <translation>%1 von %2 Aufgaben</translation>
    </message>
    <message>
        <source>Not trained: %1</source>
        <translation>Nicht trainiert: %1</translation>
    </message>
    <message>
        <source>Cancelled. Started again, it continues with the traces sampled so far.</source>
        <translation>Abgebrochen. Ein neuer Start geht mit den bisher gezogenen Traces weiter.</translation>
    </message>
    <message>
        <source>Trained: %1</source>
        <translation>Trainiert: %1</translation>
    </message>
    <message>
        <source>1 trace without an answer left out</source>
        <translation>1 Trace ohne Antwort ausgelassen</translation>
    </message>
    <message>
        <source>%1 traces without an answer left out</source>
        <translation>%1 Traces ohne Antwort ausgelassen</translation>
    </message>
</context>
<context>
    <name>ui::TwinStrip</name>
    <message>
        <source>What became of the same trace in run %1</source>
        <translation>Was in Lauf %1 aus demselben Trace wurde</translation>
    </message>
    <message>
        <source>It ends the same in %1.</source>
        <translation>In %1 endet er gleich.</translation>
    </message>
    <message>
        <source>It ends otherwise in %1.</source>
        <translation>In %1 endet er anders.</translation>
    </message>
    <message>
        <source>It was cut in %1.</source>
        <translation>In %1 wurde er gekappt.</translation>
    </message>
    <message>
        <source>Not cut in %1, it ends right there.</source>
        <translation>In %1 nicht gekappt, endet er dort richtig.</translation>
    </message>
    <message>
        <source>Not cut in %1, it ends wrong there.</source>
        <translation>In %1 nicht gekappt, endet er dort falsch.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>ui::VoteBars</name>
    <message>
        <source>1 trace</source>
        <translation>1 Trace</translation>
    </message>
    <message>
        <source>%1 traces</source>
        <translation>%1 Traces</translation>
    </message>
    <message>
        <source>Votes by answer</source>
        <translation>Stimmen nach Antwort</translation>
    </message>
    <message>
        <source>%1: weight %2 from %3</source>
        <translation>%1: Gewicht %2 aus %3</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>, %1 by hand</source>
        <translation>, %1 von Hand</translation>
    </message>
    <message>
        <source>No vote: no trace has an answer in \boxed{}.</source>
        <translation>Keine Stimme: Kein Trace hat eine Antwort in \boxed{}.</translation>
    </message>
    <message>
        <source>No vote yet: no trace has finished with an answer.</source>
        <translation>Noch keine Stimme: Kein Trace ist mit einer Antwort fertig.</translation>
    </message>
    <message>
        <source>1 vote</source>
        <translation>1 Stimme</translation>
    </message>
    <message>
        <source>%1 votes</source>
        <translation>%1 Stimmen</translation>
    </message>
    <message>
        <source>right</source>
        <translation>richtig</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>falsch</translation>
    </message>
    <message>
        <source>Trace %1 votes for %2 with weight %3</source>
        <translation>Trace %1 stimmt für %2 mit Gewicht %3</translation>
    </message>
    <message>
        <source>Trace %1 votes for %2</source>
        <translation>Trace %1 stimmt für %2</translation>
    </message>
    <message>
        <source>, by hand: a person wrote part of its text</source>
        <translation>, von Hand: Ein Mensch hat einen Teil des Textes geschrieben</translation>
    </message>
</context>
<context>
    <name>ui::VotePanel</name>
    <message>
        <source>others</source>
        <translation>andere</translation>
    </message>
    <message>
        <source>Margin: %1</source>
        <translation>Vorsprung: %1</translation>
    </message>
    <message>
        <source>Margin</source>
        <translation>Vorsprung</translation>
    </message>
    <message>
        <source>Weight: %1</source>
        <translation>Gewicht: %1</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>Gewicht</translation>
    </message>
    <message>
        <source>The same finished traces, counted in two ways. Traces that did not finish are not guessed at.</source>
        <translation>Dieselben beendeten Traces, auf zwei Arten gezählt. Über nicht beendete wird nichts vermutet.</translation>
    </message>
    <message>
        <source>Finished traces only; pruned traces do not vote.</source>
        <translation>Nur fertige Traces; gekappte stimmen nicht ab.</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Leads</source>
        <translation>Führt</translation>
    </message>
    <message>
        <source>Finished traces, and %1; pruned traces do not vote.</source>
        <translation>Beendete Traces und %1; gekappte stimmen nicht ab.</translation>
    </message>
    <message>
        <source>1 stopped trace whose answer a probe read</source>
        <translation>1 gestoppter Trace, dessen Antwort eine Abfrage las</translation>
    </message>
    <message>
        <source>%1 stopped traces whose answers a probe read</source>
        <translation>%1 gestoppte Traces, deren Antworten eine Abfrage las</translation>
    </message>
    <message>
        <source>No confident trace has an answer, so all finished traces vote.</source>
        <translation>Kein konfidenter Trace hat eine Antwort, daher stimmen alle beendeten ab.</translation>
    </message>
    <message>
        <source>Confidence threshold %1.</source>
        <translation>Konfidenz-Schwellenwert %1.</translation>
    </message>
    <message>
        <source>Votes are provisional until the warm-up sets the threshold.</source>
        <translation>Die Stimmen sind vorläufig, bis die Aufwärmphase den Schwellenwert festlegt.</translation>
    </message>
    <message>
        <source>Thick bars: weight. Thin bars: votes.</source>
        <translation>Dicke Balken: Gewicht. Dünne Balken: Stimmen.</translation>
    </message>
    <message>
        <source>Traces with words written by hand do not vote.</source>
        <translation>Traces mit von Hand geschriebenen Worten stimmen nicht ab.</translation>
    </message>
    <message>
        <source>Hatched: words in it were written by hand.</source>
        <translation>Schraffiert: Worte darin sind von Hand geschrieben.</translation>
    </message>
    <message>
        <source>Known answer: %1.</source>
        <translation>Bekannte Antwort: %1.</translation>
    </message>
    <message>
        <source>Weighted vote</source>
        <translation>Stimmgewichte</translation>
    </message>
    <message>
        <source>Majority vote</source>
        <translation>Mehrheitsentscheid</translation>
    </message>
    <message>
        <source>leader right</source>
        <translation>liegt richtig</translation>
    </message>
    <message>
        <source>leader wrong</source>
        <translation>liegt falsch</translation>
    </message>
</context>
<context>
    <name>ui::WeightsBox</name>
    <message>
        <source>bf16</source>
        <translation>bf16</translation>
    </message>
    <message>
        <source>8 bits</source>
        <translation>8 Bit</translation>
    </message>
    <message>
        <source>4 bits</source>
        <translation>4 Bit</translation>
    </message>
    <message>
        <source>as in the file</source>
        <translation>wie in der Datei</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>How the model&apos;s weights are kept in memory. As in the file: quantised ones stay as they are. 8 and 4 bits: those that are not quantised become so while they load; with 4 bits, embedding and head have 8. Fewer bits leave more memory for traces and cost some accuracy. Another choice loads the model again.</source>
        <translation>Wie die Gewichte des Modells im Speicher liegen. Wie in der Datei: Quantisierte bleiben, wie sie sind. 8 und 4 Bit: Nicht quantisierte werden beim Laden quantisiert; bei 4 Bit haben Embedding und Kopf 8. Weniger Bit lassen mehr Speicher für Traces und kosten etwas Genauigkeit. Eine andere Wahl lädt das Modell neu.</translation>
    </message>
</context>
<context>
    <name>ui::Welcome</name>
    <message>
        <source>Ready to run</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Many traces reason about one problem side by side, each as a lane here. A scorer colours their steps: blue is promising, red is not. When memory is full, the lane with the lowest score is cut. The finished ones vote.</source>
        <translation>Viele Traces denken nebeneinander über eine Aufgabe nach, jeder hier als Spur. Ein Scorer färbt ihre Schritte: Blau ist vielversprechend, Rot nicht. Ist der Speicher voll, wird die Spur mit dem niedrigsten Score gekappt. Die beendeten stimmen ab.</translation>
    </message>
    <message>
        <source>Or type a problem of your own under Next run and press Run (Ctrl+R).</source>
        <translation>Oder unter „Nächster Lauf“ eine eigene Aufgabe eingeben und „Starten“ drücken (Strg+R).</translation>
    </message>
    <message>
        <source>New here? Take the lesson</source>
        <translation>Neu hier? Zur Lektion</translation>
    </message>
    <message>
        <source>Ten minutes through the method, in this window (Ctrl+F1)</source>
        <translation>In zehn Minuten durch die Methode, in diesem Fenster (Strg+F1)</translation>
    </message>
    <message>
        <source>Run it, then press Compare to see it beside self-consistency.</source>
        <translation>Starten, dann „Vergleichen“ drücken, um es neben Self-Consistency zu sehen.</translation>
    </message>
    <message>
        <source>Run this</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Run the example: %1</source>
        <translation>Beispiel starten: %1</translation>
    </message>
</context>
<context>
    <name>ui::WhatIfPanel</name>
    <message>
        <source>What if</source>
        <translation>Was wäre wenn</translation>
    </message>
    <message>
        <source>What if: state</source>
        <translation>Was wäre wenn: Stand</translation>
    </message>
    <message>
        <source>&amp;Back to what really happened</source>
        <translation>&amp;Zurück zu dem, was wirklich geschah</translation>
    </message>
    <message>
        <source>Policy of the what-if</source>
        <translation>Strategie des Was-wäre-wenn</translation>
    </message>
    <message>
        <source>Traces of the what-if</source>
        <translation>Traces des Was-wäre-wenn</translation>
    </message>
    <message>
        <source>n </source>
        <translation>n </translation>
    </message>
    <message>
        <source>KV cache of the what-if</source>
        <translation>KV-Cache des Was-wäre-wenn</translation>
    </message>
    <message>
        <source>KV cache</source>
        <translation>KV-Cache</translation>
    </message>
    <message>
        <source>Answer by memory</source>
        <translation>Antwort nach Speicher</translation>
    </message>
    <message>
        <source>Which trace the what-if prunes</source>
        <translation>Welchen Trace das Was-wäre-wenn kappt</translation>
    </message>
    <message>
        <source>lowest score</source>
        <translation>niedrigster Score</translation>
    </message>
    <message>
        <source>drawn at random</source>
        <translation>zufällig gezogen</translation>
    </message>
    <message>
        <source>longest</source>
        <translation>längster</translation>
    </message>
    <message>
        <source>least likely text</source>
        <translation>unwahrscheinlichster Text</translation>
    </message>
    <message>
        <source>Trace score of the what-if</source>
        <translation>Trace-Score des Was-wäre-wenn</translation>
    </message>
    <message>
        <source>Count of the votes</source>
        <translation>Zählweise der Stimmen</translation>
    </message>
    <message>
        <source>as the policy weighs it</source>
        <translation>wie die Strategie wägt</translation>
    </message>
    <message>
        <source>weighted by trace score</source>
        <translation>gewichtet nach Trace-Score</translation>
    </message>
    <message>
        <source>majority, one vote each</source>
        <translation>Mehrheit, je eine Stimme</translation>
    </message>
    <message>
        <source>How the finished traces&apos; votes are counted, in the strip and above the lanes of all runs</source>
        <translation>Wie die Stimmen der beendeten Traces gezählt werden, im Streifen und über den Spuren aller Läufe</translation>
    </message>
    <message>
        <source>Prunes</source>
        <translation>Kappt</translation>
    </message>
    <message>
        <source>Trace score</source>
        <translation>Trace-Score</translation>
    </message>
    <message>
        <source>Vote</source>
        <translation>Abstimmung</translation>
    </message>
    <message>
        <source>Which trace goes when memory is full; all but the lowest score are controls</source>
        <translation>Welcher Trace bei vollem Speicher geht; alle außer dem niedrigsten Score sind Kontrollen</translation>
    </message>
    <message>
        <source>This policy lets traces wait when memory is full, and prunes none</source>
        <translation>Diese Strategie lässt Traces bei vollem Speicher warten und kappt keinen</translation>
    </message>
    <message>
        <source>Traces made by hand are left out.</source>
        <translation>Von Hand gemachte Traces bleiben außen vor.</translation>
    </message>
    <message>
        <source>Asks the recorded traces of run A; times are simulated.</source>
        <translation>Befragt die aufgezeichneten Traces von Lauf A; Zeiten sind simuliert.</translation>
    </message>
    <message>
        <source>Traces after #%1 cannot be asked: the run cut some of them. &quot;Let the pruned finish&quot; in the Run menu completes them.</source>
        <translation>Traces nach #%1 lassen sich nicht befragen: Einige davon hat der Lauf abgebrochen. „Gekappte zu Ende führen“ im Menü „Lauf“ vervollständigt sie.</translation>
    </message>
    <message>
        <source>Its steps are re-scored with %1.</source>
        <translation>Seine Schritte sind mit %1 neu bewertet.</translation>
    </message>
    <message>
        <source>%1 · %2 of the peak</source>
        <translation>%1 · %2 der Spitze</translation>
    </message>
    <message>
        <source>From the recorded traces of run A, in %1 ms. Times are simulated: a pass is off by %2 on average.</source>
        <translation>Aus den aufgezeichneten Traces von Lauf A, in %1 ms. Zeiten sind simuliert: Ein Durchlauf weicht im Mittel um %2 ab.</translation>
    </message>
</context>
<context>
    <name>ui::caption</name>
    <message>
        <source>1 vote</source>
        <translation>1 Stimme</translation>
    </message>
    <message>
        <source>%1 votes</source>
        <translation>%1 Stimmen</translation>
    </message>
    <message>
        <source>It has no vote.</source>
        <translation>Er hat keine Stimme.</translation>
    </message>
    <message>
        <source>It has no vote, because a person wrote part of it.</source>
        <translation>Er hat keine Stimme, weil ein Teil von Hand geschrieben ist.</translation>
    </message>
    <message>
        <source>It has no vote, because none of its steps was scored.</source>
        <translation>Er hat keine Stimme, weil keiner seiner Schritte bewertet wurde.</translation>
    </message>
    <message>
        <source>It has no vote, because its confidence is below the threshold.</source>
        <translation>Er hat keine Stimme, weil seine Konfidenz unter dem Schwellenwert liegt.</translation>
    </message>
    <message>
        <source>1 block</source>
        <translation>1 Block</translation>
    </message>
    <message>
        <source>%1 blocks</source>
        <translation>%1 Blöcke</translation>
    </message>
    <message>
        <source>1 running trace</source>
        <translation>1 laufenden Trace</translation>
    </message>
    <message>
        <source>%1 running traces</source>
        <translation>%1 laufenden Traces</translation>
    </message>
    <message>
        <source>mean score</source>
        <translation>mittlerer Score</translation>
    </message>
    <message>
        <source>last score</source>
        <translation>letzter Score</translation>
    </message>
    <message>
        <source>mean of its last five scores</source>
        <translation>Mittel der letzten fünf Scores</translation>
    </message>
    <message>
        <source>the trace with the lowest mean of its last five scores</source>
        <translation>der Trace mit dem niedrigsten Mittel der letzten fünf Scores</translation>
    </message>
    <message>
        <source>the trace with the lowest %1</source>
        <translation>der Trace mit dem niedrigsten Wert (%1)</translation>
    </message>
    <message>
        <source>a trace drawn at random</source>
        <translation>ein zufällig gezogener Trace</translation>
    </message>
    <message>
        <source>the longest trace</source>
        <translation>der längste Trace</translation>
    </message>
    <message>
        <source>the trace with the lowest mean log-probability</source>
        <translation>der Trace mit der niedrigsten mittleren Log-Wahrscheinlichkeit</translation>
    </message>
    <message>
        <source>finishes</source>
        <translation>wird fertig</translation>
    </message>
    <message>
        <source>reaches its token limit</source>
        <translation>erreicht das Token-Limit</translation>
    </message>
    <message>
        <source>fills all of the memory alone and ends</source>
        <translation>füllt allein den ganzen Speicher und endet</translation>
    </message>
    <message>
        <source>is stopped</source>
        <translation>wird gestoppt</translation>
    </message>
    <message>
        <source>is stopped at a probe</source>
        <translation>wird bei einer Abfrage gestoppt</translation>
    </message>
    <message>
        <source>It has one vote.</source>
        <translation>Er hat eine Stimme.</translation>
    </message>
    <message>
        <source>Its vote weighs %1.</source>
        <translation>Seine Stimme wiegt %1.</translation>
    </message>
    <message>
        <source>Its vote weighs its %1, %2.</source>
        <translation>Seine Stimme wiegt so viel wie sein Wert (%1), %2.</translation>
    </message>
    <message>
        <source>Its vote weighs its lowest group confidence, %1.</source>
        <translation>Seine Stimme wiegt so viel wie seine niedrigste Gruppenkonfidenz, %1.</translation>
    </message>
    <message>
        <source>Nobody has voted yet.</source>
        <translation>Noch hat niemand abgestimmt.</translation>
    </message>
    <message>
        <source>All votes so far are for %1: %2.</source>
        <translation>Alle bisherigen Stimmen sind für %1: %2.</translation>
    </message>
    <message>
        <source>%1 and %2 are level; of equals, the answer of the earliest trace counts.</source>
        <translation>%1 und %2 liegen gleichauf; bei Gleichstand gilt die Antwort des frühesten Trace.</translation>
    </message>
    <message>
        <source>%1 leads by %2 to %3.</source>
        <translation>%1 führt mit %2 zu %3.</translation>
    </message>
    <message>
        <source>The run failed.</source>
        <translation>Der Lauf ist fehlgeschlagen.</translation>
    </message>
    <message>
        <source>The run is over, and no trace gave an answer.</source>
        <translation>Der Lauf ist zu Ende, und kein Trace gab eine Antwort.</translation>
    </message>
    <message>
        <source>The answer is %1%2.</source>
        <translation>Die Antwort ist %1%2.</translation>
    </message>
    <message>
        <source>, which is right</source>
        <translation>, und das ist richtig</translation>
    </message>
    <message>
        <source>, which is wrong</source>
        <translation>, und das ist falsch</translation>
    </message>
    <message>
        <source>is lost, because the connection broke</source>
        <translation>geht verloren, weil die Verbindung abbrach</translation>
    </message>
</context>
</TS>
