<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>Exports</name>
    <message>
        <source>The whole &amp;window…</source>
        <translation>整个窗口(&amp;W)…</translation>
    </message>
    <message>
        <source>The &amp;lanes…</source>
        <translation>泳道(&amp;L)…</translation>
    </message>
    <message>
        <source>&amp;KV cache…</source>
        <translation>KV 缓存(&amp;K)…</translation>
    </message>
    <message>
        <source>&amp;Vote…</source>
        <translation>投票(&amp;V)…</translation>
    </message>
    <message>
        <source>The trace that is &amp;read…</source>
        <translation>正在阅读的轨迹(&amp;R)…</translation>
    </message>
    <message>
        <source>&amp;Events…</source>
        <translation>事件(&amp;E)…</translation>
    </message>
</context>
<context>
    <name>QObject</name>
    <message>
        <source>now</source>
        <translation>立即</translation>
    </message>
    <message>
        <source>next run</source>
        <translation>下次运行</translation>
    </message>
    <message>
        <source>Acts at once, also on a run in progress.</source>
        <translation>立即生效，包括正在进行的运行。</translation>
    </message>
    <message>
        <source>Acts on the next run; a run in progress keeps its value.</source>
        <translation>在下次运行时生效；正在进行的运行保持原值。</translation>
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
        <translation>一条轨迹</translation>
    </message>
    <message>
        <source>One trace reasons alone, and its answer is the answer. What every other policy is measured against: the cheapest, and the least sure.</source>
        <translation>单条轨迹独自推理，其答案即为最终答案。其他所有策略都以此为基准：开销最小，也最不可靠。</translation>
    </message>
    <message>
        <source>Self-consistency</source>
        <translation>自洽性</translation>
    </message>
    <message>
        <source>the latest trace waits and is recomputed; every vote counts the same</source>
        <translation>最晚的轨迹等待并重新计算；每票权重相同</translation>
    </message>
    <message>
        <source>n traces reason at once and each finished one has one vote. When memory is full, the trace that came last gives its memory up, waits, and later computes its tokens again, as vLLM does. Nothing is lost but time.</source>
        <translation>n 条轨迹同时推理，每条完成的轨迹一票。内存已满时，最后到达的轨迹让出内存并等待，之后重新计算其词元，与 vLLM 的做法相同。损失的只有时间。</translation>
    </message>
    <message>
        <source>Self-consistency, queued</source>
        <translation>自洽性（排队）</translation>
    </message>
    <message>
        <source>no more traces at once than fit; the others queue</source>
        <translation>同时运行的轨迹不超过可容纳数量；其余排队</translation>
    </message>
    <message>
        <source>Self-consistency that interrupts a trace only where it must: no more traces run at once than fit at the longest length seen so far, and the others queue. The second fair baseline: less is computed twice, and more time is spent in the queue.</source>
        <translation>仅在必要时才中断轨迹的自洽性：按目前所见的最大长度，同时运行的轨迹不超过可容纳数量，其余排队。第二个公平的基线：重复计算更少，排队时间更多。</translation>
    </message>
    <message>
        <source>Slim-SC, hidden-state similarity</source>
        <translation>Slim-SC，隐藏状态相似度</translation>
    </message>
    <message>
        <source>of two traces that think alike, one is pruned</source>
        <translation>思路相同的两条轨迹中，剪除一条</translation>
    </message>
    <message>
        <source>When two running traces think alike, one of them is given up, drawn by the seed. A thought is a step of at least so many tokens, compared by the cosine of the mean last-layer hidden rows of its tokens; a trace takes part once it is as long as the given share of the longest one. After arXiv 2509.13990, whose embedding and delay are not public: these are ours. Plain majority; when memory is full, traces wait.</source>
        <translation>当两条运行中的轨迹思路相同时，放弃其中一条，由种子抽取。思路是指至少含指定词元数的步骤，以其词元最后一层隐藏状态均值的余弦相似度进行比较；轨迹长度达到最长者的指定比例后才参与比较。参照 arXiv 2509.13990，其嵌入和延迟未公开：此处为自行设定。简单多数；内存已满时，轨迹等待。</translation>
    </message>
    <message>
        <source>DeepConf-low</source>
        <translation>DeepConf-low</translation>
    </message>
    <message>
        <source>traces below a strict confidence threshold stop</source>
        <translation>低于严格置信度阈值的轨迹停止</translation>
    </message>
    <message>
        <source>Confidence of a token is the mean of −ln p over the 20 likeliest tokens; a group is a window of tokens. The warm-up traces run to their end, and a percentile of their lowest group confidences becomes the threshold. Every later trace stops once its window falls below it. Votes weigh as much as the trace&apos;s lowest group confidence; warm-up traces below the threshold do not vote. Low keeps only the most confident traces: about 2 of 16 pass. When memory is full, traces wait. arXiv 2508.15260.</source>
        <translation>词元的置信度为 20 个最可能词元的 −ln p 的平均值；组是由若干词元构成的窗口。预热轨迹运行到结束，其最低组置信度的某一百分位成为阈值。此后的每条轨迹一旦窗口低于阈值即停止。投票权重为轨迹的最低组置信度；低于阈值的预热轨迹不投票。Low 只保留置信度最高的轨迹：16 条中约 2 条通过。内存已满时，轨迹等待。arXiv 2508.15260。</translation>
    </message>
    <message>
        <source>DeepConf-high</source>
        <translation>DeepConf-high</translation>
    </message>
    <message>
        <source>traces below a lenient confidence threshold stop</source>
        <translation>低于宽松置信度阈值的轨迹停止</translation>
    </message>
    <message>
        <source>Confidence of a token is the mean of −ln p over the 20 likeliest tokens; a group is a window of tokens. The warm-up traces run to their end, and a percentile of their lowest group confidences becomes the threshold. Every later trace stops once its window falls below it. Votes weigh as much as the trace&apos;s lowest group confidence; warm-up traces below the threshold do not vote. High stops only the least confident traces: about 14 of 16 pass. When memory is full, traces wait. arXiv 2508.15260.</source>
        <translation>词元的置信度为 20 个最可能词元的 −ln p 的平均值；组是由若干词元构成的窗口。预热轨迹运行到结束，其最低组置信度的某一百分位成为阈值。此后的每条轨迹一旦窗口低于阈值即停止。投票权重为轨迹的最低组置信度；低于阈值的预热轨迹不投票。High 只停止置信度最低的轨迹：16 条中约 14 条通过。内存已满时，轨迹等待。arXiv 2508.15260。</translation>
    </message>
    <message>
        <source>STEP</source>
        <translation>STEP</translation>
    </message>
    <message>
        <source>when memory is full, the trace with the lowest score is pruned; votes weigh their trace&apos;s score</source>
        <translation>内存已满时，剪除评分最低的轨迹；投票权重为其轨迹评分</translation>
    </message>
    <message>
        <source>A small scorer reads the model&apos;s hidden state at the end of every step and says how likely the trace is right. When memory is full, the trace with the lowest mean score is pruned, so nobody waits, and the vote weighs each finished trace by its score. arXiv 2601.09093.</source>
        <translation>小型评分器在每个步骤末尾读取模型的隐藏状态，判断轨迹正确的可能性。内存已满时，剪除平均评分最低的轨迹，因此无需等待；投票时每条完成的轨迹按其评分加权。arXiv 2601.09093。</translation>
    </message>
    <message>
        <source>STEP with refill</source>
        <translation>STEP（回填）</translation>
    </message>
    <message>
        <source>as step, and freed memory is filled with branches of the best traces</source>
        <translation>与 STEP 相同，并用最佳轨迹的分支填充释放的内存</translation>
    </message>
    <message>
        <source>STEP, and every so many passes the room that pruning and finishing have left is filled with branches of the best-scored traces; without room the worst give way to them. A branch shares its parent&apos;s text, scores and memory up to where it leaves, then draws its own tokens. The run ends when n traces have completed. Branches are correlated: their votes count for less than they seem to. After Gambit, arXiv 2608.08020.</source>
        <translation>在 STEP 的基础上，每隔若干次前向计算，用评分最高轨迹的分支填充剪枝和完成后留下的空间；没有空间时，评分最差的轨迹让位。分支在分叉点之前共享父轨迹的文本、评分和内存，此后自行采样词元。n 条轨迹完成后运行结束。分支之间相互关联：其投票的实际分量低于表面。参照 Gambit，arXiv 2608.08020。</translation>
    </message>
    <message>
        <source>KV type</source>
        <translation>KV 类型</translation>
    </message>
    <message>
        <source>How keys and values are kept. 8 bits take half the memory of bf16, so that traces run longer before memory is full. Automatic: 8 bits on a GPU for models of 1 B parameters or more, else bf16 on a GPU and float32 on the CPU.</source>
        <translation>键和值的存储方式。8 位占用的内存是 bf16 的一半，因此轨迹可运行更久才会占满内存。自动：在 GPU 上，1 B 及以上参数的模型使用 8 位，其他模型使用 bf16；在 CPU 上使用 float32。</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>自动</translation>
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
        <translation>8 位</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Temperature of the sampling; 0 always takes the most likely token</source>
        <translation>采样温度；0 表示始终选取最可能的词元</translation>
    </message>
    <message>
        <source>Top-p</source>
        <translation>Top-p</translation>
    </message>
    <message>
        <source>Samples among the likeliest tokens that together have this probability; 1 turns it off</source>
        <translation>在累计概率达到此值的最可能词元中采样；1 表示关闭</translation>
    </message>
    <message>
        <source>Top-k</source>
        <translation>Top-k</translation>
    </message>
    <message>
        <source>Samples among so many of the likeliest tokens; 0 turns it off</source>
        <translation>在这么多个最可能的词元中采样；0 表示关闭</translation>
    </message>
    <message>
        <source>Max tokens</source>
        <translation>最大词元数</translation>
    </message>
    <message>
        <source>Longest trace, in generated tokens</source>
        <translation>最长轨迹，以生成的词元数计</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>The same seed draws the same numbers for every trace</source>
        <translation>相同的种子为每条轨迹产生相同的随机数</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>答案</translation>
    </message>
    <message>
        <source>How they are compared. As mathematics: \frac{1}{2}, 1/2 and 0.5 are one answer, and so are 2\sqrt{3} and \sqrt{12}. As the reference: votes by the stripped text, right or wrong by value, as STEP&apos;s evaluation does. Raw: texts as they are</source>
        <translation>答案的比较方式。按数学：\frac{1}{2}、1/2 和 0.5 是同一答案，2\sqrt{3} 和 \sqrt{12} 也是。按参考实现：按精简后的文本投票，按数值判断对错，与 STEP 的评测一致。原始：按原文比较</translation>
    </message>
    <message>
        <source>as mathematics</source>
        <translation>按数学</translation>
    </message>
    <message>
        <source>as the reference</source>
        <translation>按参考实现</translation>
    </message>
    <message>
        <source>raw text</source>
        <translation>原始文本</translation>
    </message>
    <message>
        <source>Trace score</source>
        <translation>轨迹评分</translation>
    </message>
    <message>
        <source>What a trace&apos;s step scores add up to, for pruning and for its vote. The mean of all steps is the method; the newest steps have seen more of the trace.</source>
        <translation>轨迹各步骤评分的汇总方式，用于剪枝和投票。该方法采用所有步骤的平均值；最新的步骤看到的轨迹内容更多。</translation>
    </message>
    <message>
        <source>mean of all steps</source>
        <translation>所有步骤的平均值</translation>
    </message>
    <message>
        <source>mean of the last five</source>
        <translation>最近五步的平均值</translation>
    </message>
    <message>
        <source>last step</source>
        <translation>最后一步</translation>
    </message>
    <message>
        <source>Unscored trace</source>
        <translation>无评分的轨迹</translation>
    </message>
    <message>
        <source>Zero: counts as score 0, as the reference. Neutral: never pruned while a scored one exists</source>
        <translation>零：按评分 0 计，与参考实现一致。中性：只要有已评分的轨迹，就不会被剪枝</translation>
    </message>
    <message>
        <source>zero</source>
        <translation>零</translation>
    </message>
    <message>
        <source>neutral</source>
        <translation>中性</translation>
    </message>
    <message>
        <source>Score steps after &lt;/think&gt;</source>
        <translation>为 &lt;/think&gt; 之后的步骤评分</translation>
    </message>
    <message>
        <source>As the reference does: steps of the final text count too</source>
        <translation>与参考实现一致：最终文本的步骤也计入</translation>
    </message>
    <message>
        <source>Pruned traces vote</source>
        <translation>被剪枝的轨迹参与投票</translation>
    </message>
    <message>
        <source>Pruned traces that had written their box vote too, as in STEP&apos;s public code</source>
        <translation>已写出 \boxed 的被剪枝轨迹也参与投票，与 STEP 的公开代码一致</translation>
    </message>
    <message>
        <source>Votes by hand</source>
        <translation>手写轨迹的投票</translation>
    </message>
    <message>
        <source>A trace that goes on from a step which a person wrote votes like any other, marked by hand, or its vote is left out.</source>
        <translation>从人工编写的步骤继续的轨迹，可像其他轨迹一样投票并标记为手写，也可不计其投票。</translation>
    </message>
    <message>
        <source>count</source>
        <translation>计入</translation>
    </message>
    <message>
        <source>are left out</source>
        <translation>不计入</translation>
    </message>
    <message>
        <source>Stop once the vote is decided</source>
        <translation>投票已定时停止</translation>
    </message>
    <message>
        <source>Vote lock: stop when the leader&apos;s margin exceeds the number of traces still active. The answer is the same.</source>
        <translation>投票锁定：当领先答案的优势超过仍活动的轨迹数时停止。答案不变。</translation>
    </message>
    <message>
        <source>Stop once the leader likely wins</source>
        <translation>领先答案很可能获胜时停止</translation>
    </message>
    <message>
        <source>Beta stop: stop when the leader stays ahead with 95 % probability (4 to 0, 6 to 1, 8 to 2 votes). Not lossless: short traces finish first.</source>
        <translation>Beta 停止：当领先答案以 95 % 的概率保持领先时停止（4 比 0、6 比 1、8 比 2 票）。并非无损：短轨迹先完成。</translation>
    </message>
    <message>
        <source>Consensus probe</source>
        <translation>共识探测</translation>
    </message>
    <message>
        <source>Now and then the running traces are asked, on a side branch, what they would answer. The run stops on a lasting majority, and a trace that long disagrees with it goes. Not lossless (arXiv 2602.03845).</source>
        <translation>不时在旁支上询问运行中的轨迹会给出什么答案。出现持续多数时运行停止，长期与之不一致的轨迹会被放弃。并非无损 (arXiv 2602.03845)。</translation>
    </message>
    <message>
        <source>Keep hidden rows</source>
        <translation>保留隐藏状态</translation>
    </message>
    <message>
        <source>Beside the recording, in a file of its own: another scorer can then score it without the model, and what-ifs of Slim-SC work. A step of a 4B model takes 10 KB, so 64 traces of 200 steps take 130 MB. The demo model takes 4 % more time.</source>
        <translation>保存在录制文件旁的单独文件中：其他评分器无需模型即可为其评分，也可对 Slim-SC 做假设分析。4B 模型的一个步骤占 10 KB，因此 64 条轨迹、每条 200 步共占 130 MB。演示模型的用时增加 4 %。</translation>
    </message>
    <message>
        <source>Warm-up traces</source>
        <translation>预热轨迹数</translation>
    </message>
    <message>
        <source>They run to their end and set the threshold</source>
        <translation>它们运行到结束并确定阈值</translation>
    </message>
    <message>
        <source>Window, tokens</source>
        <translation>窗口，词元</translation>
    </message>
    <message>
        <source>Tokens in a group; no trace stops before it has so many</source>
        <translation>一组的词元数；轨迹在达到此数之前不会停止</translation>
    </message>
    <message>
        <source>Percentile</source>
        <translation>百分位</translation>
    </message>
    <message>
        <source>Of the warm-up traces&apos; lowest group confidences: the threshold</source>
        <translation>取自预热轨迹的最低组置信度：作为阈值</translation>
    </message>
    <message>
        <source>Stop once 95 % of the weight agrees</source>
        <translation>95 % 的权重一致时停止</translation>
    </message>
    <message>
        <source>After the warm-up: stop the run when the leader has that share of the vote&apos;s weight</source>
        <translation>预热之后：当领先答案占投票权重的这一比例时停止运行</translation>
    </message>
    <message>
        <source>Similarity</source>
        <translation>相似度</translation>
    </message>
    <message>
        <source>Cosine above which two thoughts are alike</source>
        <translation>余弦高于此值时，两个思路视为相似</translation>
    </message>
    <message>
        <source>Thought, least tokens</source>
        <translation>思路的最少词元数</translation>
    </message>
    <message>
        <source>Shorter steps are no thoughts</source>
        <translation>更短的步骤不算思路</translation>
    </message>
    <message>
        <source>Delay, share of the longest</source>
        <translation>延迟，占最长轨迹的比例</translation>
    </message>
    <message>
        <source>A trace takes part from this share of the longest running trace&apos;s tokens on</source>
        <translation>轨迹的词元数达到最长运行轨迹的这一比例后参与比较</translation>
    </message>
    <message>
        <source>Passes between refills</source>
        <translation>两次回填之间的前向计算数</translation>
    </message>
    <message>
        <source>How often branches are considered</source>
        <translation>考虑分支的频率</translation>
    </message>
    <message>
        <source>Own tokens of a parent</source>
        <translation>父轨迹自身的词元数</translation>
    </message>
    <message>
        <source>A trace may branch once it has written so many tokens of its own</source>
        <translation>轨迹自行写出这么多词元后才可产生分支</translation>
    </message>
    <message>
        <source>Rule of the refill</source>
        <translation>回填规则</translation>
    </message>
    <message>
        <source>Which traces branch and which give way to them</source>
        <translation>哪些轨迹产生分支，哪些为其让位</translation>
    </message>
    <message>
        <source>this program&apos;s</source>
        <translation>本程序的规则</translation>
    </message>
    <message>
        <source>Gambit&apos;s</source>
        <translation>Gambit 的规则</translation>
    </message>
    <message>
        <source>Gambit&apos;s, random parents</source>
        <translation>Gambit 的规则，随机父轨迹</translation>
    </message>
    <message>
        <source>Resume from blocks that nobody has overwritten</source>
        <translation>从未被覆盖的块继续</translation>
    </message>
    <message>
        <source>A trace that had to wait for memory finds part of its cache again. Off: all of it is computed again.</source>
        <translation>不得不等待内存的轨迹可找回部分缓存。关闭：全部重新计算。</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>As published: the majority of the round that ends the run is its answer. This program&apos;s: the votes are weighed as the policy does, and a tie changes nothing.</source>
        <translation>按已发表的方法：结束运行的那一轮的多数即为答案。本程序的规则：按策略为投票加权，平局不作改变。</translation>
    </message>
    <message>
        <source>as published</source>
        <translation>按已发表的方法</translation>
    </message>
    <message>
        <source>A round every</source>
        <translation>每轮间隔</translation>
    </message>
    <message>
        <source>Passes of the model between two rounds; a running trace writes a token a pass</source>
        <translation>两轮之间模型的前向计算次数；运行中的轨迹每次写一个词元</translation>
    </message>
    <message>
        <source> passes</source>
        <translation> 次前向计算</translation>
    </message>
    <message>
        <source>Warm-up</source>
        <translation>预热</translation>
    </message>
    <message>
        <source>Nobody stops or goes before so many rounds</source>
        <translation>在这么多轮之前，不停止也不放弃任何轨迹</translation>
    </message>
    <message>
        <source> rounds</source>
        <translation> 轮</translation>
    </message>
    <message>
        <source>Run stops after</source>
        <translation>运行停止条件</translation>
    </message>
    <message>
        <source>So many rounds in a row with the same majority end the run</source>
        <translation>连续这么多轮多数相同时结束运行</translation>
    </message>
    <message>
        <source>Trace goes after</source>
        <translation>轨迹放弃条件</translation>
    </message>
    <message>
        <source>A trace that disagrees with the majority in so many rounds in a row is given up</source>
        <translation>连续这么多轮与多数不一致的轨迹会被放弃</translation>
    </message>
    <message>
        <source>Nested brackets: the majority goes wrong</source>
        <translation>嵌套括号：多数出错</translation>
    </message>
    <message>
        <source>Counting: the majority goes wrong</source>
        <translation>计数：多数出错</translation>
    </message>
    <message>
        <source>Order of operations</source>
        <translation>运算顺序</translation>
    </message>
    <message>
        <source>Who has how many: five people</source>
        <translation>谁有多少：五个人</translation>
    </message>
    <message>
        <source>Equation with two brackets</source>
        <translation>带两个括号的方程</translation>
    </message>
    <message>
        <source>Sequence with remainders</source>
        <translation>取余数列</translation>
    </message>
    <message>
        <source>Two equations, two unknowns</source>
        <translation>两个方程，两个未知数</translation>
    </message>
    <message>
        <source>Least common multiple</source>
        <translation>最小公倍数</translation>
    </message>
    <message>
        <source>Remainder of a power</source>
        <translation>幂的余数</translation>
    </message>
    <message>
        <source>Discount, then increase</source>
        <translation>先打折，再涨价</translation>
    </message>
    <message>
        <source>Apples and melons</source>
        <translation>苹果和甜瓜</translation>
    </message>
    <message>
        <source>A story in five moves</source>
        <translation>五步的故事</translation>
    </message>
</context>
<context>
    <name>sentences</name>
    <message>
        <source>reading the configuration</source>
        <translation>正在读取配置</translation>
    </message>
    <message>
        <source>reading the tokenizer</source>
        <translation>正在读取分词器</translation>
    </message>
    <message>
        <source>reading the weights</source>
        <translation>正在读取权重</translation>
    </message>
    <message>
        <source>checking the weights</source>
        <translation>正在检查权重</translation>
    </message>
    <message>
        <source>this build has no CUDA support</source>
        <translation>此构建不支持 CUDA</translation>
    </message>
    <message>
        <source>no CUDA device was found</source>
        <translation>未找到 CUDA 设备</translation>
    </message>
    <message>
        <source>CUDA is not usable: %1</source>
        <translation>CUDA 不可用：%1</translation>
    </message>
    <message>
        <source>no snapshot of it was downloaded</source>
        <translation>未下载其快照</translation>
    </message>
    <message>
        <source>config.json is missing</source>
        <translation>缺少 config.json</translation>
    </message>
    <message>
        <source>tokenizer.json is missing</source>
        <translation>缺少 tokenizer.json</translation>
    </message>
    <message>
        <source>stop the run before starting another one</source>
        <translation>请先停止当前运行，再开始新的运行</translation>
    </message>
    <message>
        <source>stop the run before its traces go on</source>
        <translation>请先停止运行，再让其轨迹继续</translation>
    </message>
    <message>
        <source>stop the run before training a scorer</source>
        <translation>请先停止运行，再训练评分器</translation>
    </message>
    <message>
        <source>stop the run before starting a study</source>
        <translation>请先停止运行，再开始研究</translation>
    </message>
    <message>
        <source>stop the run before scoring a recording</source>
        <translation>请先停止运行，再为录制文件评分</translation>
    </message>
    <message>
        <source>stop the traces that go on before choosing another scorer</source>
        <translation>请先停止正在继续的轨迹，再选择其他评分器</translation>
    </message>
    <message>
        <source>load a model first, then its scorer</source>
        <translation>请先加载模型，再加载其评分器</translation>
    </message>
    <message>
        <source>load the run&apos;s model first</source>
        <translation>请先加载该运行的模型</translation>
    </message>
    <message>
        <source>load a model before training a scorer for it</source>
        <translation>请先加载模型，再为其训练评分器</translation>
    </message>
    <message>
        <source>load a model before starting a study</source>
        <translation>请先加载模型，再开始研究</translation>
    </message>
    <message>
        <source>load the model that made the recording, %1: %2</source>
        <translation>请加载生成此录制文件的模型 %1：%2</translation>
    </message>
    <message>
        <source>no hidden rows were kept beside the recording</source>
        <translation>录制文件旁未保留隐藏状态</translation>
    </message>
    <message>
        <source>no model is loaded</source>
        <translation>未加载模型</translation>
    </message>
    <message>
        <source>there is no run to steer</source>
        <translation>没有可操控的运行</translation>
    </message>
    <message>
        <source>the run has ended; start a new one from the trace instead</source>
        <translation>运行已结束；请改为从该轨迹开始新的运行</translation>
    </message>
    <message>
        <source>the text has ended there; choose an earlier step</source>
        <translation>文本已在那里结束；请选择更早的步骤</translation>
    </message>
    <message>
        <source>it would begin with %1 tokens, and a trace of this run ends at %2; choose an earlier step</source>
        <translation>它将以 %1 个词元开头，而此运行的轨迹到 %2 个即结束；请选择更早的步骤</translation>
    </message>
    <message>
        <source>every trace of the run has reached its end; there is nothing to finish</source>
        <translation>运行的所有轨迹均已写完；没有可继续的内容</translation>
    </message>
    <message>
        <source>the recording has no run</source>
        <translation>录制文件中没有运行</translation>
    </message>
    <message>
        <source>the problem is empty; type a question first</source>
        <translation>题目为空；请先输入问题</translation>
    </message>
    <message>
        <source>the problem takes %1 tokens, the model&apos;s context is %2; shorten it</source>
        <translation>题目需要 %1 个词元，模型的上下文为 %2；请缩短题目</translation>
    </message>
    <message>
        <source>the KV cache holds %1 blocks; the prompt and one block for each of %2 traces take %3; use n %4 or less, or a KV cache of at least %5 MiB</source>
        <translation>KV 缓存可容纳 %1 块；提示词加上 %2 条轨迹各一块需要 %3 块；请使用 n %4 或更小，或至少 %5 MiB 的 KV 缓存</translation>
    </message>
    <message>
        <source>the KV cache holds %1 blocks; the prompt and one block for each of %2 traces take %3; use a KV cache of at least %4 MiB</source>
        <translation>KV 缓存可容纳 %1 块；提示词加上 %2 条轨迹各一块需要 %3 块；请使用至少 %4 MiB 的 KV 缓存</translation>
    </message>
    <message>
        <source>the KV cache holds %1 blocks; the prompt and one block for each of %2 traces take %3; use n 1, or a KV cache of at least %4 MiB</source>
        <translation>KV 缓存可容纳 %1 块；提示词加上 %2 条轨迹各一块需要 %3 块；请使用 n 1，或至少 %4 MiB 的 KV 缓存</translation>
    </message>
    <message>
        <source>the KV cache holds %1 blocks; the prompt and one block for each of %2 traces take %3; use n %4 or less, or a KV cache of at least %5 tokens</source>
        <translation>KV 缓存可容纳 %1 块；提示词加上 %2 条轨迹各一块需要 %3 块；请使用 n %4 或更小，或至少 %5 个词元的 KV 缓存</translation>
    </message>
    <message>
        <source>the KV cache holds %1 blocks; the prompt and one block for each of %2 traces take %3; use a KV cache of at least %4 tokens</source>
        <translation>KV 缓存可容纳 %1 块；提示词加上 %2 条轨迹各一块需要 %3 块；请使用至少 %4 个词元的 KV 缓存</translation>
    </message>
    <message>
        <source>the KV cache holds %1 blocks; the prompt and one block for each of %2 traces take %3; use n 1, or a KV cache of at least %4 tokens</source>
        <translation>KV 缓存可容纳 %1 块；提示词加上 %2 条轨迹各一块需要 %3 块；请使用 n 1，或至少 %4 个词元的 KV 缓存</translation>
    </message>
    <message>
        <source>%1 needs a step scorer; load one (--scorer FILE) or choose another policy</source>
        <translation>%1 需要步骤评分器；请加载一个，或选择其他策略</translation>
    </message>
    <message>
        <source>%1 has one trace, so it can go on from one</source>
        <translation>%1 只有一条轨迹，因此可从一条继续</translation>
    </message>
    <message>
        <source>%1: the model has no chat template; choose a plain prompt (--plain-prompt) to continue without it</source>
        <translation>%1：模型没有聊天模板；可选择纯文本提示词，在没有模板的情况下继续</translation>
    </message>
    <message>
        <source>%1: the model has no chat template</source>
        <translation>%1：模型没有聊天模板</translation>
    </message>
    <message>
        <source>hidden rows are not kept: %1; the run continues</source>
        <translation>未保留隐藏状态：%1；运行继续</translation>
    </message>
    <message>
        <source>recording stopped: %1; the run continues</source>
        <translation>录制已停止：%1；运行继续</translation>
    </message>
    <message>
        <source>the model does not fit: weights and workspace take %1 of %2, of which others use %3</source>
        <translation>模型无法容纳：权重和工作区需要 %1，共 %2，其中其他程序占用 %3</translation>
    </message>
    <message>
        <source>the model does not fit: weights and workspace take %1 of %2</source>
        <translation>模型无法容纳：权重和工作区需要 %1，共 %2</translation>
    </message>
    <message>
        <source>n = %1: the prompt and one block per trace do not fit; use n = %2 or less, or a KV cache of at least %3</source>
        <translation>n = %1：提示词加上每条轨迹一块无法容纳；请使用 n = %2 或更小，或至少 %3 的 KV 缓存</translation>
    </message>
    <message>
        <source>n = %1: the prompt and one block per trace do not fit; use a KV cache of at least %2</source>
        <translation>n = %1：提示词加上每条轨迹一块无法容纳；请使用至少 %2 的 KV 缓存</translation>
    </message>
    <message>
        <source>n = %1: the prompt and one block per trace do not fit; use n = 1, or a KV cache of at least %2</source>
        <translation>n = %1：提示词加上每条轨迹一块无法容纳；请使用 n = 1，或至少 %2 的 KV 缓存</translation>
    </message>
    <message>
        <source>n = %1: a KV cache of %2 cannot be reserved, this process may take %3 more (ulimit -v); use --kv-cache-mib below that</source>
        <translation>n = %1：无法预留 %2 的 KV 缓存，此进程最多还可占用 %3 (ulimit -v)；请选择更小的 KV 缓存</translation>
    </message>
    <message>
        <source>n = %1: the traces can fill %2 of KV cache, %3 of memory are free for it; use fewer traces or a smaller --kv-cache-mib</source>
        <translation>n = %1：轨迹可填满 %2 的 KV 缓存，可用内存为 %3；请减少轨迹或选择更小的 KV 缓存</translation>
    </message>
    <message>
        <source>n = %1: memory saturates near %2 tokens per trace</source>
        <translation>n = %1：内存将在每条轨迹约 %2 个词元处饱和</translation>
    </message>
    <message>
        <source>n = %1: memory never saturates, every trace can reach its limit of %2 tokens</source>
        <translation>n = %1：内存不会饱和，每条轨迹都能达到 %2 个词元的上限</translation>
    </message>
    <message>
        <source>the recording holds no trace</source>
        <translation>录制文件中没有轨迹</translation>
    </message>
    <message>
        <source>%1 of %2 is incomplete: %3</source>
        <translation>%2中有 %1 条不完整：%3</translation>
    </message>
    <message>
        <source>%1 of %2 are incomplete: %3</source>
        <translation>%2中有 %1 条不完整：%3</translation>
    </message>
    <message>
        <source>%1; %2 ended for lack of memory (%3)</source>
        <translation>%1；%2 条因内存不足结束 (%3)</translation>
    </message>
    <message>
        <source>%1; %2 not at its end (%3)</source>
        <translation>%1；%2 条未到结尾 (%3)</translation>
    </message>
    <message>
        <source>%1; %2 pruned (%3)</source>
        <translation>%1；%2 条被剪枝 (%3)</translation>
    </message>
    <message>
        <source>%1; %2 stopped (%3)</source>
        <translation>%1；%2 条被停止 (%3)</translation>
    </message>
    <message>
        <source>%1 ended for lack of memory (%2)</source>
        <translation>%1 条因内存不足结束 (%2)</translation>
    </message>
    <message>
        <source>%1 not at its end (%2)</source>
        <translation>%1 条未到结尾 (%2)</translation>
    </message>
    <message>
        <source>%1 pruned (%2)</source>
        <translation>%1 条被剪枝 (%2)</translation>
    </message>
    <message>
        <source>%1 stopped (%2)</source>
        <translation>%1 条被停止 (%2)</translation>
    </message>
    <message>
        <source>%1 damaged in the file (%2)</source>
        <translation>%1 条在文件中损坏 (%2)</translation>
    </message>
    <message>
        <source>run the problem again with --policy sc, whose traces all run to their ends, or let the cut traces finish, or ask for n %1 or less</source>
        <translation>用自洽性重新运行此题目（其轨迹都会运行到结尾），或让被截断的轨迹写完，或使用 n %1 或更小</translation>
    </message>
    <message>
        <source>run the problem again with --policy sc, whose traces all run to their ends, or let the cut traces finish, or ask for n %1</source>
        <translation>用自洽性重新运行此题目（其轨迹都会运行到结尾），或让被截断的轨迹写完，或使用 n %1</translation>
    </message>
    <message>
        <source>run the problem again with --policy sc, whose traces all run to their ends, or let the cut traces finish</source>
        <translation>用自洽性重新运行此题目（其轨迹都会运行到结尾），或让被截断的轨迹写完</translation>
    </message>
    <message>
        <source>the prompt and one block a trace take %1 blocks</source>
        <translation>提示词加上每条轨迹一块需要 %1 块</translation>
    </message>
    <message>
        <source>the recorded traces have another %1; run the model for that</source>
        <translation>录制的轨迹使用不同的设置：%1；请为此运行模型</translation>
    </message>
    <message>
        <source>rule for steps after the thinking</source>
        <translation>推理结束后步骤的规则</translation>
    </message>
    <message>
        <source>the recording does not say how long the prompt is or how large a block; record the run again</source>
        <translation>录制文件未注明提示词长度或块大小；请重新录制</translation>
    </message>
    <message>
        <source>ask for one trace at least</source>
        <translation>至少需要一条轨迹</translation>
    </message>
    <message>
        <source>the recording holds %1; ask for as many or fewer</source>
        <translation>录制文件含 %1；请使用不多于此的数量</translation>
    </message>
    <message>
        <source>%1 needs step scores, and the recorded run had no scorer; record it with one</source>
        <translation>%1 需要步骤评分，而录制的运行没有评分器；请使用评分器录制</translation>
    </message>
    <message>
        <source>some recorded steps have no score, because the scorer came late or the file is damaged; record the run again</source>
        <translation>部分录制的步骤没有评分，因为评分器加载较晚或文件损坏；请重新录制</translation>
    </message>
    <message>
        <source>%1 needs the confidence of every token, which an older version did not record; record the run again</source>
        <translation>%1 需要每个词元的置信度，旧版本未录制；请重新录制</translation>
    </message>
    <message>
        <source>recorded traces end at %1 tokens, and nobody knows how they would go on; run the model for longer traces</source>
        <translation>录制的轨迹在 %1 个词元处结束，无法得知其后续；如需更长的轨迹请运行模型</translation>
    </message>
    <message>
        <source>%1 branches traces, and a recording does not hold what the branches would draw; run the model for that</source>
        <translation>%1 会产生分支，而录制文件不含分支将采样的内容；请为此运行模型</translation>
    </message>
    <message>
        <source>%1 compares hidden states, and no hidden rows were kept with the recording (--record-hidden); run the model for that</source>
        <translation>%1 会比较隐藏状态，而录制文件未保留隐藏状态；请为此运行模型</translation>
    </message>
    <message>
        <source>%1 branches traces, and a recording does not hold what the branches would draw</source>
        <translation>%1 会产生分支，而录制文件不含分支将采样的内容</translation>
    </message>
    <message>
        <source>%1 compares hidden states, and no hidden rows were kept with the recording (--record-hidden)</source>
        <translation>%1 会比较隐藏状态，而录制文件未保留隐藏状态</translation>
    </message>
    <message>
        <source>the consensus probe asks traces for answers, and a recording does not hold what they would reply; run the model for that</source>
        <translation>共识探测会向轨迹询问答案，而录制文件不含其回答；请为此运行模型</translation>
    </message>
    <message>
        <source>%1: the file is empty</source>
        <translation>%1：文件为空</translation>
    </message>
    <message>
        <source>%1: not a Stepscope recording: the file is empty</source>
        <translation>%1：不是 Stepscope 录制文件：文件为空</translation>
    </message>
    <message>
        <source>not a Stepscope recording: the first line is no header</source>
        <translation>不是 Stepscope 录制文件：首行不是文件头</translation>
    </message>
    <message>
        <source>%1: not a Stepscope recording: the first line is no header</source>
        <translation>%1：不是 Stepscope 录制文件：首行不是文件头</translation>
    </message>
    <message>
        <source>the recording ends in the middle of a line; everything before it is shown</source>
        <translation>录制文件在一行中间结束；此前的内容均已显示</translation>
    </message>
    <message>
        <source>%1; this line and everything after it are left out</source>
        <translation>%1；此行及之后的内容已略去</translation>
    </message>
    <message>
        <source>%1 of unknown event types skipped</source>
        <translation>跳过 %1未知类型的事件</translation>
    </message>
    <message>
        <source>1 line</source>
        <translation>1 行</translation>
    </message>
    <message>
        <source>%1 lines</source>
        <translation>%1 行</translation>
    </message>
    <message>
        <source>%1: cannot be opened</source>
        <translation>%1：无法打开</translation>
    </message>
    <message>
        <source>%1: no such file</source>
        <translation>%1：文件不存在</translation>
    </message>
    <message>
        <source>%1: cannot be written</source>
        <translation>%1：无法写入</translation>
    </message>
    <message>
        <source>%1: cannot be written: %2</source>
        <translation>%1：无法写入：%2</translation>
    </message>
    <message>
        <source>%1: cannot write the recording: %2</source>
        <translation>%1：无法写入录制文件：%2</translation>
    </message>
    <message>
        <source>%1: cannot be removed: %2</source>
        <translation>%1：无法移除：%2</translation>
    </message>
    <message>
        <source>it is not a file</source>
        <translation>不是文件</translation>
    </message>
    <message>
        <source>it is a symbolic link; name the file itself, or another one</source>
        <translation>是符号链接；请指定文件本身或其他文件</translation>
    </message>
    <message>
        <source>the file exists and is not a recording; choose another name, or remove it</source>
        <translation>文件已存在且不是录制文件；请选择其他名称，或将其移除</translation>
    </message>
    <message>
        <source>another run is recording to it; choose another name</source>
        <translation>另一次运行正在向其录制；请选择其他名称</translation>
    </message>
    <message>
        <source>the note has no text</source>
        <translation>笔记没有文本</translation>
    </message>
    <message>
        <source>the note has %1 bytes, at most %2 are kept</source>
        <translation>笔记有 %1 字节，最多保留 %2 字节</translation>
    </message>
    <message>
        <source>the recording has %1 notes, which is the most; delete one first</source>
        <translation>录制文件已有 %1 条笔记，达到上限；请先删除一条</translation>
    </message>
    <message>
        <source>1 block</source>
        <translation>1 块</translation>
    </message>
    <message>
        <source>%1 blocks</source>
        <translation>%1 块</translation>
    </message>
    <message>
        <source>1 token</source>
        <translation>1 个词元</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 个词元</translation>
    </message>
    <message>
        <source>1 trace</source>
        <translation>1 条轨迹</translation>
    </message>
    <message>
        <source>%1 traces</source>
        <translation>%1 条轨迹</translation>
    </message>
    <message>
        <source>1 round</source>
        <translation>1 轮</translation>
    </message>
    <message>
        <source>%1 rounds</source>
        <translation>%1 轮</translation>
    </message>
    <message>
        <source>1 answer</source>
        <translation>1 个答案</translation>
    </message>
    <message>
        <source>%1 answers</source>
        <translation>%1 个答案</translation>
    </message>
    <message>
        <source>1 vote</source>
        <translation>1 票</translation>
    </message>
    <message>
        <source>%1 votes</source>
        <translation>%1 票</translation>
    </message>
    <message>
        <source>lowest</source>
        <translation>评分最低</translation>
    </message>
    <message>
        <source>drawn</source>
        <translation>随机抽取</translation>
    </message>
    <message>
        <source>longest</source>
        <translation>最长</translation>
    </message>
    <message>
        <source>least likely</source>
        <translation>概率最低</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>pruned</source>
        <translation>已剪枝</translation>
    </message>
    <message>
        <source>right</source>
        <translation>正确</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>demo</source>
        <translation>演示</translation>
    </message>
    <message>
        <source>%1; %2 was next, but is protected</source>
        <translation>%1；本应轮到 %2，但它受保护</translation>
    </message>
    <message>
        <source>%1; every running trace is protected, so the policy&apos;s own order decided</source>
        <translation>%1；每条运行中的轨迹都受保护，因此按策略自身的顺序决定</translation>
    </message>
    <message>
        <source>%1; frees %2</source>
        <translation>%1；释放 %2</translation>
    </message>
    <message>
        <source>pruned at %1 to make room for a branch, among %2</source>
        <translation>在 %1 处被剪枝，为分支让位，共 %2 条</translation>
    </message>
    <message>
        <source>pruned before its first score to make room for a branch, among %1</source>
        <translation>在首次评分前被剪枝，为分支让位，共 %1 条</translation>
    </message>
    <message>
        <source>%1 to make room for a branch, among %2</source>
        <translation>%1，为分支让位，共 %2 条</translation>
    </message>
    <message>
        <source>before its first score to make room for a branch, among %1</source>
        <translation>在首次评分前，为分支让位，共 %1 条</translation>
    </message>
    <message>
        <source>pruned at %1, %2 of %3</source>
        <translation>评分 %1 时被剪枝，%3 条中%2</translation>
    </message>
    <message>
        <source>pruned before its first score, %1 of %2</source>
        <translation>在首次评分前被剪枝，%2 条中%1</translation>
    </message>
    <message>
        <source>before its first score, %1 of %2</source>
        <translation>在首次评分前，%2 条中%1</translation>
    </message>
    <message>
        <source>pruned: its newest thought is like that of %1 (similarity %2)</source>
        <translation>被剪枝：最新思路与 %1 相似（相似度 %2）</translation>
    </message>
    <message>
        <source>its newest thought is like that of %1 (similarity %2)</source>
        <translation>最新思路与 %1 相似（相似度 %2）</translation>
    </message>
    <message>
        <source>pruned: probed, it disagrees with the majority in %1 rounds in a row</source>
        <translation>被剪枝：探测结果连续 %1 轮与多数不一致</translation>
    </message>
    <message>
        <source>probed, it disagrees with the majority in %1 rounds in a row</source>
        <translation>探测结果连续 %1 轮与多数不一致</translation>
    </message>
    <message>
        <source>stopped early: group confidence %1 is below %2</source>
        <translation>提前停止：组置信度 %1 低于 %2</translation>
    </message>
    <message>
        <source>pruned by hand at %1, among %2</source>
        <translation>评分 %1 时被手动剪枝，共 %2 条</translation>
    </message>
    <message>
        <source>pruned by hand, among %1</source>
        <translation>被手动剪枝，共 %1 条</translation>
    </message>
    <message>
        <source>by hand at %1, among %2</source>
        <translation>手动，评分 %1，共 %2 条</translation>
    </message>
    <message>
        <source>by hand, among %1</source>
        <translation>手动，共 %1 条</translation>
    </message>
    <message>
        <source>preempted, waits for memory</source>
        <translation>被抢占，等待内存</translation>
    </message>
    <message>
        <source>waits for memory</source>
        <translation>等待内存</translation>
    </message>
    <message>
        <source>resumed, recomputes %1</source>
        <translation>已继续，重新计算 %1</translation>
    </message>
    <message>
        <source>KV cache saturated for the first time: %1 needed, %2 free, %3 running</source>
        <translation>KV 缓存首次饱和：需要 %1，空闲 %2，运行中 %3</translation>
    </message>
    <message>
        <source>KV cache set to %1</source>
        <translation>KV 缓存设为 %1</translation>
    </message>
    <message>
        <source>n set to %1</source>
        <translation>n 设为 %1</translation>
    </message>
    <message>
        <source>would stop early at group confidence %1, but is protected</source>
        <translation>组置信度 %1，本会提前停止，但受保护</translation>
    </message>
    <message>
        <source>would go for its similarity %1, but is protected</source>
        <translation>因相似度 %1 本会被剪枝，但受保护</translation>
    </message>
    <message>
        <source>would go because its probes disagree with the majority, but is protected</source>
        <translation>因探测结果与多数不一致本会被剪枝，但受保护</translation>
    </message>
    <message>
        <source>would make room for a branch, but is protected</source>
        <translation>本会为分支让位，但受保护</translation>
    </message>
    <message>
        <source>would be pruned, but is protected</source>
        <translation>本会被剪枝，但受保护</translation>
    </message>
    <message>
        <source>protected by hand</source>
        <translation>手动保护</translation>
    </message>
    <message>
        <source>no longer protected</source>
        <translation>不再受保护</translation>
    </message>
    <message>
        <source>branches from %1 after %2, shares %3</source>
        <translation>在 %2后从 %1 分叉，共享 %3</translation>
    </message>
    <message>
        <source>%1 and goes on with %2 written by hand</source>
        <translation>%1，并以手写的 %2继续</translation>
    </message>
    <message>
        <source>leaves %1 after %2</source>
        <translation>在 %2后离开 %1</translation>
    </message>
    <message>
        <source>begins with %1 of %2 of an earlier run</source>
        <translation>以先前运行中 %2 的 %1开头</translation>
    </message>
    <message>
        <source>begins with %1</source>
        <translation>以 %1开头</translation>
    </message>
    <message>
        <source>%1 (length limit)</source>
        <translation>%1（达到长度上限）</translation>
    </message>
    <message>
        <source>%1 (the KV cache is full)</source>
        <translation>%1（KV 缓存已满）</translation>
    </message>
    <message>
        <source>%1 when probed</source>
        <translation>%1（探测时）</translation>
    </message>
    <message>
        <source>%1, written before it was pruned</source>
        <translation>%1，写于被剪枝之前</translation>
    </message>
    <message>
        <source>%1, by hand</source>
        <translation>%1，手写</translation>
    </message>
    <message>
        <source>%1 until the warm-up sets the threshold</source>
        <translation>%1，直到预热确定阈值</translation>
    </message>
    <message>
        <source>answers %1 with weight %2</source>
        <translation>回答 %1，权重 %2</translation>
    </message>
    <message>
        <source>answers %1</source>
        <translation>回答 %1</translation>
    </message>
    <message>
        <source>%1 without an answer</source>
        <translation>%1，没有答案</translation>
    </message>
    <message>
        <source>%1, written by hand: its vote is left out</source>
        <translation>%1，手写：其投票不计入</translation>
    </message>
    <message>
        <source>%1, not confident enough to vote</source>
        <translation>%1，置信度不足，不能投票</translation>
    </message>
    <message>
        <source>%1 without a score</source>
        <translation>%1，没有评分</translation>
    </message>
    <message>
        <source>%1 leads the vote</source>
        <translation>%1 领先</translation>
    </message>
    <message>
        <source>no confident trace has an answer: all finished traces vote</source>
        <translation>没有高置信度的轨迹给出答案：所有已完成的轨迹均投票</translation>
    </message>
    <message>
        <source>the probed majority is the answer: every answer of the last round has one vote</source>
        <translation>探测到的多数即为答案：最后一轮的每个答案各有一票</translation>
    </message>
    <message>
        <source>warm-up over: %1 traces set the confidence threshold to %2 (percentile %3)</source>
        <translation>预热结束：%1 条轨迹将置信度阈值设为 %2（第 %3 百分位）</translation>
    </message>
    <message>
        <source>%1; no memory to ask %2 more</source>
        <translation>%1；内存不足，未能再询问 %2 条</translation>
    </message>
    <message>
        <source>probe %1: %2 asked, %3 of %4 agree on %5, the majority in %6 in a row</source>
        <translation>探测 %1：询问 %2，%4中有 %3 个一致为 %5，连续 %6为多数</translation>
    </message>
    <message>
        <source>probe %1: %2 asked</source>
        <translation>探测 %1：询问 %2</translation>
    </message>
    <message>
        <source>every recorded step scored again by %1</source>
        <translation>每个已录制的步骤已由 %1 重新评分</translation>
    </message>
    <message>
        <source>run finished</source>
        <translation>运行已完成</translation>
    </message>
    <message>
        <source>run stopped</source>
        <translation>运行已停止</translation>
    </message>
    <message>
        <source>run stopped: the vote is decided</source>
        <translation>运行已停止：投票已定</translation>
    </message>
    <message>
        <source>run stopped: the leader most likely stays ahead</source>
        <translation>运行已停止：领先答案极可能保持领先</translation>
    </message>
    <message>
        <source>run stopped: the answers agree</source>
        <translation>运行已停止：答案一致</translation>
    </message>
    <message>
        <source>run stopped: the probed majority has long been the same</source>
        <translation>运行已停止：探测到的多数长期未变</translation>
    </message>
    <message>
        <source>run failed: %1</source>
        <translation>运行失败：%1</translation>
    </message>
    <message>
        <source>trace %1 ended: it needs more KV cache than there is</source>
        <translation>轨迹 %1 结束：所需 KV 缓存超过现有容量</translation>
    </message>
    <message>
        <source>trace %1 ended: it alone fills the KV cache</source>
        <translation>轨迹 %1 结束：它独自填满了 KV 缓存</translation>
    </message>
    <message>
        <source>too much for one run: %1 are left out</source>
        <translation>超出单次运行的容量：略去%1</translation>
    </message>
    <message>
        <source>traces from number %1 on</source>
        <translation>编号 %1 及之后的轨迹</translation>
    </message>
    <message>
        <source>lanes from number %1 on</source>
        <translation>编号 %1 及之后的泳道</translation>
    </message>
    <message>
        <source>branches from number %1 on</source>
        <translation>编号 %1 及之后的分支</translation>
    </message>
    <message>
        <source>later probes and other scores</source>
        <translation>之后的探测和其他评分</translation>
    </message>
    <message>
        <source>%1. Right among the kept: %2 of %3; among all: %4 of %5.</source>
        <translation>%1。保留的轨迹中正确：%2/%3；全部轨迹中：%4/%5。</translation>
    </message>
    <message>
        <source>%1. The run&apos;s answer among the kept: %2 of %3; among all: %4 of %5.</source>
        <translation>%1。保留的轨迹中与运行答案一致：%2/%3；全部轨迹中：%4/%5。</translation>
    </message>
    <message>
        <source>%1, %2 has not finished</source>
        <translation>%1，%2 条未写完</translation>
    </message>
    <message>
        <source>%1, %2 have not finished</source>
        <translation>%1，%2 条未写完</translation>
    </message>
    <message>
        <source>%1 (%2 without an answer)</source>
        <translation>%1（%2 条没有答案）</translation>
    </message>
    <message>
        <source>%1: %2 would have been right, %3 wrong</source>
        <translation>%1：其中 %2 条本会正确，%3 条错误</translation>
    </message>
    <message>
        <source>%1: %2 would have given the run&apos;s answer, %3 not</source>
        <translation>%1：其中 %2 条本会得出运行的答案，%3 条不会</translation>
    </message>
    <message>
        <source>%1 pruned, %2 stopped</source>
        <translation>%1 条被剪枝，%2 条被停止</translation>
    </message>
    <message>
        <source>%1 pruned</source>
        <translation>%1 条被剪枝</translation>
    </message>
    <message>
        <source>%1 stopped</source>
        <translation>%1 条被停止</translation>
    </message>
    <message>
        <source>Neither has an answer.</source>
        <translation>两者均无答案。</translation>
    </message>
    <message>
        <source>Both say %1.</source>
        <translation>两者均为 %1。</translation>
    </message>
    <message>
        <source>%1 has no answer, %2 says %3.</source>
        <translation>%1 没有答案，%2 为 %3。</translation>
    </message>
    <message>
        <source>%1 says %2, %3 has no answer.</source>
        <translation>%1 为 %2，%3 没有答案。</translation>
    </message>
    <message>
        <source>%1 says %2, %3 says %4. Their traces wrote different text, so nothing else explains it.</source>
        <translation>%1 为 %2，%3 为 %4。两者的轨迹文本不同，因此没有其他解释。</translation>
    </message>
    <message>
        <source>%1 says %2, %3 says %4: in %5, %6. Its traces have nothing to weigh them by, so nobody can say what weights would have changed.</source>
        <translation>%1 为 %2，%3 为 %4：在 %5 中，%6。其轨迹没有可用的权重，因此无法判断加权会带来什么变化。</translation>
    </message>
    <message>
        <source>The weights decide: %1; %2.</source>
        <translation>权重起决定作用：%1；%2。</translation>
    </message>
    <message>
        <source>The difference is who votes: in %1, %2; %3.</source>
        <translation>由谁投票起决定作用：在 %1 中，%2；%3。</translation>
    </message>
    <message>
        <source>Weights or selection, each alone would be enough: in %1, %2; %3.</source>
        <translation>权重或选择，任一单独即可决定：在 %1 中，%2；%3。</translation>
    </message>
    <message>
        <source>It takes both the weights and who votes: in %1, %2; %3; %4.</source>
        <translation>只有权重和选择共同作用才决定：在 %1 中，%2；%3；%4。</translation>
    </message>
    <message>
        <source>%1 of its %2 for %3 comes from traces that %4 cut</source>
        <translation>投给 %3 的 %2中有 %1 票来自被 %4 截断的轨迹</translation>
    </message>
    <message>
        <source>%1 of its %2 for %3 come from traces that %4 cut</source>
        <translation>投给 %3 的 %2中有 %1 票来自被 %4 截断的轨迹</translation>
    </message>
    <message>
        <source>by count, %1 has %2 for %3 and %4 for %5</source>
        <translation>按票数，%1 有 %2投给 %3，%4 票投给 %5</translation>
    </message>
    <message>
        <source>by weight, %1 has %2 for %3 and %4 for %5</source>
        <translation>按权重，%1 有 %2 投给 %3，%4 投给 %5</translation>
    </message>
    <message>
        <source>They first differ in pass %1: %2 %3 (%4 s), %5 %6 (%7 s).</source>
        <translation>两者在第 %1 次前向计算时首次不同：%2 %3（%4 秒），%5 %6（%7 秒）。</translation>
    </message>
    <message>
        <source>They decide the same throughout, but %1 leaves out %2 of %3.</source>
        <translation>两者的决策始终相同，但 %1 舍去了 %3 的 %2。</translation>
    </message>
    <message>
        <source>%1, and %2 branch that %3 does not have</source>
        <translation>%1（另有 %3 中没有的 %2 个分支）</translation>
    </message>
    <message>
        <source>%1, and %2 branches that %3 does not have</source>
        <translation>%1（另有 %3 中没有的 %2 个分支）</translation>
    </message>
    <message>
        <source>They decide the same throughout.</source>
        <translation>两者的决策始终相同。</translation>
    </message>
    <message>
        <source>%1 cut %2. In %3, %4 of them ends right, %5 wrong, %6 unknown.</source>
        <translation>%1 截断了 %2。在 %3 中，其中 %4 条正确，%5 条错误，%6 条未知。</translation>
    </message>
    <message>
        <source>%1 cut %2. In %3, %4 of them end right, %5 wrong, %6 unknown.</source>
        <translation>%1 截断了 %2。在 %3 中，其中 %4 条正确，%5 条错误，%6 条未知。</translation>
    </message>
    <message>
        <source>%1 cut %2. In %3, %4 of them ends right, %5 wrong.</source>
        <translation>%1 截断了 %2。在 %3 中，其中 %4 条正确，%5 条错误。</translation>
    </message>
    <message>
        <source>%1 cut %2. In %3, %4 of them end right, %5 wrong.</source>
        <translation>%1 截断了 %2。在 %3 中，其中 %4 条正确，%5 条错误。</translation>
    </message>
    <message>
        <source>prunes %1 of %2 running, score %3</source>
        <translation>从 %2 条运行中的轨迹里剪除 %1，评分 %3</translation>
    </message>
    <message>
        <source>prunes %1 of %2 running</source>
        <translation>从 %2 条运行中的轨迹里剪除 %1</translation>
    </message>
    <message>
        <source>prunes %1, score %2</source>
        <translation>剪除 %1，评分 %2</translation>
    </message>
    <message>
        <source>prunes %1</source>
        <translation>剪除 %1</translation>
    </message>
    <message>
        <source>lets %1 wait</source>
        <translation>让 %1 等待</translation>
    </message>
    <message>
        <source>resumes %1</source>
        <translation>让 %1 继续</translation>
    </message>
    <message>
        <source>starts %1</source>
        <translation>启动 %1</translation>
    </message>
    <message>
        <source>branches %1 off %2</source>
        <translation>让 %1 从 %2 分叉</translation>
    </message>
    <message>
        <source>lets %1 finish</source>
        <translation>让 %1 完成</translation>
    </message>
    <message>
        <source>lets %1 reach its limit</source>
        <translation>让 %1 达到上限</translation>
    </message>
    <message>
        <source>ends %1, which fills the memory alone</source>
        <translation>结束独自填满内存的 %1</translation>
    </message>
    <message>
        <source>stops %1</source>
        <translation>停止 %1</translation>
    </message>
    <message>
        <source>does not</source>
        <translation>不经此步继续</translation>
    </message>
    <message>
        <source>the runs are of different problems</source>
        <translation>这些运行的题目不同</translation>
    </message>
    <message>
        <source>What if: %1</source>
        <translation>假设分析：%1</translation>
    </message>
    <message>
        <source>%1; %2 lost (%3)</source>
        <translation>%1；%2 条丢失 (%3)</translation>
    </message>
    <message>
        <source>%1 lost (%2)</source>
        <translation>%1 条丢失 (%2)</translation>
    </message>
    <message>
        <source>that needs the model itself, and this run&apos;s is on a server</source>
        <translation>这需要模型本身，而此运行的模型在服务器上</translation>
    </message>
    <message>
        <source>no model is behind this run, because its passes come from a recording</source>
        <translation>此运行背后没有模型，因为其前向计算来自录制文件</translation>
    </message>
    <message>
        <source>traces on a server cannot be forked or edited; use a model of this machine</source>
        <translation>服务器上的轨迹不能分叉或改写；请使用本机模型</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>已丢失</translation>
    </message>
    <message>
        <source>loses %1</source>
        <translation>丢失 %1</translation>
    </message>
    <message>
        <source>trace %1 was lost: %2</source>
        <translation>轨迹 %1 已丢失：%2</translation>
    </message>
    <message>
        <source>traces %1 were lost: %2</source>
        <translation>轨迹 %1 已丢失：%2</translation>
    </message>
    <message>
        <source>1 request</source>
        <translation>1 个请求</translation>
    </message>
    <message>
        <source>%1 requests</source>
        <translation>%1 个请求</translation>
    </message>
    <message>
        <source>%1 had to be sent again</source>
        <translation>%1已重新发送</translation>
    </message>
    <message>
        <source>no more step scores come: %1</source>
        <translation>不再收到步骤评分：%1</translation>
    </message>
</context>
<context>
    <name>ui</name>
    <message>
        <source>Not measured: the problems set aside have right traces only, or wrong ones only. Train on more problems.</source>
        <translation>未测量：预留的题目只有正确轨迹或只有错误轨迹。请用更多题目训练。</translation>
    </message>
    <message>
        <source>1 test problem</source>
        <translation>1 道测试题目</translation>
    </message>
    <message>
        <source>%1 test problems</source>
        <translation>%1 道测试题目</translation>
    </message>
    <message>
        <source>1 validation problem</source>
        <translation>1 道验证题目</translation>
    </message>
    <message>
        <source>%1 validation problems</source>
        <translation>%1 道验证题目</translation>
    </message>
    <message>
        <source>Worse than chance: of a right and a wrong trace, it prefers the wrong one in %1 of 100 cases (AUC %2 on %3). It would prune the right traces.</source>
        <translation>比随机更差：在一条正确轨迹和一条错误轨迹之间，100 次中有 %1 次偏向错误的一条（AUC %2，%3）。它会剪除正确的轨迹。</translation>
    </message>
    <message>
        <source>It prefers the right one of a right and a wrong trace in %1 of 100 cases (AUC %2 on %3).</source>
        <translation>在一条正确轨迹和一条错误轨迹之间，100 次中有 %1 次偏向正确的一条（AUC %2，%3）。</translation>
    </message>
    <message>
        <source>Better than the scorer in use</source>
        <translation>优于使用中的评分器</translation>
    </message>
    <message>
        <source>Worse than the scorer in use</source>
        <translation>不如使用中的评分器</translation>
    </message>
    <message>
        <source>As good as the scorer in use</source>
        <translation>与使用中的评分器相当</translation>
    </message>
    <message>
        <source>%1: AUC %2 against %3 on the same %4.</source>
        <translation>%1：AUC %2，对比 %3，同为 %4。</translation>
    </message>
    <message>
        <source>So few problems say little.</source>
        <translation>题目太少，参考意义不大。</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 分钟</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 小时</translation>
    </message>
    <message>
        <source>%1 days</source>
        <translation>%1 天</translation>
    </message>
    <message>
        <source>Unpruned runs, seed %1</source>
        <translation>未剪枝的运行，种子 %1</translation>
    </message>
    <message>
        <source>Runs timed alone, seed %1</source>
        <translation>单独计时的运行，种子 %1</translation>
    </message>
    <message>
        <source>Policies, seed %1</source>
        <translation>策略，种子 %1</translation>
    </message>
    <message>
        <source>1 problem</source>
        <translation>1 道题目</translation>
    </message>
    <message>
        <source>%1 problems</source>
        <translation>%1 道题目</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>共 %1</translation>
    </message>
    <message>
        <source>n %1</source>
        <translation>n %1</translation>
    </message>
    <message>
        <source>memory %1 %</source>
        <translation>内存 %1 %</translation>
    </message>
    <message>
        <source>seed %1</source>
        <translation>种子 %1</translation>
    </message>
    <message>
        <source>seeds %1</source>
        <translation>种子 %1</translation>
    </message>
    <message>
        <source>1 run</source>
        <translation>1 次运行</translation>
    </message>
    <message>
        <source>%1 runs</source>
        <translation>%1 次运行</translation>
    </message>
    <message>
        <source>%1, %2 of them timed alone</source>
        <translation>%1，其中 %2 次单独计时</translation>
    </message>
    <message>
        <source>At most %1.</source>
        <translation>最多 %1。</translation>
    </message>
    <message>
        <source>About %1.</source>
        <translation>约 %1。</translation>
    </message>
    <message>
        <source>Measured just now in %1: %2, %3 tokens a trace, %4.</source>
        <translation>刚刚用 %1 测量：%2，每条轨迹 %3 个词元，%4。</translation>
    </message>
    <message>
        <source>1 trace</source>
        <translation>1 条轨迹</translation>
    </message>
    <message>
        <source>%1 traces</source>
        <translation>%1 条轨迹</translation>
    </message>
    <message>
        <source>of 1 problem</source>
        <translation>1 道题目</translation>
    </message>
    <message>
        <source>of %1 problems</source>
        <translation>%1 道题目</translation>
    </message>
    <message>
        <source>1 trace did not end in that time and counts at the limit.</source>
        <translation>1 条轨迹未在该时间内结束，按上限计。</translation>
    </message>
    <message>
        <source>%1 traces did not end in that time and count at the limit.</source>
        <translation>%1 条轨迹未在该时间内结束，按上限计。</translation>
    </message>
    <message>
        <source>%1: %2 is not allowed. Enter %3 from %4 to %5, separated by commas.</source>
        <translation>%1：不允许 %2。请输入 %4 到 %5 之间的%3，以逗号分隔。</translation>
    </message>
    <message>
        <source>numbers</source>
        <translation>数字</translation>
    </message>
    <message>
        <source>whole numbers</source>
        <translation>整数</translation>
    </message>
    <message>
        <source>%1: enter at least one value.</source>
        <translation>%1：请至少输入一个值。</translation>
    </message>
    <message>
        <source>%1: at most %2 values.</source>
        <translation>%1：最多 %2 个值。</translation>
    </message>
    <message>
        <source>Seeds: %1 is not a whole number of 0 or more.</source>
        <translation>种子：%1 不是大于或等于 0 的整数。</translation>
    </message>
    <message>
        <source>Seeds: enter at least one value.</source>
        <translation>种子：请至少输入一个值。</translation>
    </message>
    <message>
        <source>Seeds: at most %1 values.</source>
        <translation>种子：最多 %1 个值。</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>已中断</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>(no problem)</source>
        <translation>（无题目）</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>无答案</translation>
    </message>
    <message>
        <source> ✓ right</source>
        <translation> ✓ 正确</translation>
    </message>
    <message>
        <source> ✗ wrong</source>
        <translation> ✗ 错误</translation>
    </message>
    <message>
        <source>%1, n %2, %3</source>
        <translation>%1，n %2，%3</translation>
    </message>
    <message>
        <source>Run of %1</source>
        <translation>%1 的运行</translation>
    </message>
    <message>
        <source>on</source>
        <translation>开</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>not set</source>
        <translation>未设置</translation>
    </message>
    <message>
        <source>Done after %1</source>
        <translation>%1 后完成</translation>
    </message>
    <message>
        <source>Stopped after %1</source>
        <translation>%1 后停止</translation>
    </message>
    <message>
        <source>Ended after %1, when no answer could overtake the leader</source>
        <translation>%1 后结束，因为已没有答案能超过领先答案</translation>
    </message>
    <message>
        <source>Ended after %1, when the leader was likely to stay ahead</source>
        <translation>%1 后结束，因为领先答案很可能保持领先</translation>
    </message>
    <message>
        <source>Ended after %1, when 95 % of the weight agreed</source>
        <translation>%1 后结束，因为 95 % 的权重达成一致</translation>
    </message>
    <message>
        <source>Ended after %1, when the probed majority had lasted</source>
        <translation>%1 后结束，因为探测到的多数已持续足够久</translation>
    </message>
    <message>
        <source>Failed after %1</source>
        <translation>%1 后失败</translation>
    </message>
    <message>
        <source>1 trace finished</source>
        <translation>1 条轨迹完成</translation>
    </message>
    <message>
        <source>%1 traces finished</source>
        <translation>%1 条轨迹完成</translation>
    </message>
    <message>
        <source>1 was pruned</source>
        <translation>1 条被剪枝</translation>
    </message>
    <message>
        <source>%1 were pruned</source>
        <translation>%1 条被剪枝</translation>
    </message>
    <message>
        <source>1 was stopped</source>
        <translation>1 条被停止</translation>
    </message>
    <message>
        <source>%1 were stopped</source>
        <translation>%1 条被停止</translation>
    </message>
    <message>
        <source>traces waited %1 for memory in all</source>
        <translation>轨迹等待内存共计 %1</translation>
    </message>
    <message>
        <source>No trace finished with an answer.</source>
        <translation>没有轨迹完成并给出答案。</translation>
    </message>
    <message>
        <source>The answer is %1</source>
        <translation>答案为 %1</translation>
    </message>
    <message>
        <source>, which is right</source>
        <translation>，正确</translation>
    </message>
    <message>
        <source>, which is wrong</source>
        <translation>，错误</translation>
    </message>
    <message>
        <source>It ties with %1; of a tie, the answer of the earliest trace is taken.</source>
        <translation>它与 %1 平局；平局时取最早轨迹的答案。</translation>
    </message>
    <message>
        <source>A plain majority of the same traces would say %1.</source>
        <translation>相同轨迹的简单多数会得出 %1。</translation>
    </message>
    <message>
        <source>from %1 of an earlier run</source>
        <translation>始于先前运行的 %1</translation>
    </message>
    <message>
        <source>from given text</source>
        <translation>始于给定文本</translation>
    </message>
    <message>
        <source>KV cache %1</source>
        <translation>KV 缓存 %1</translation>
    </message>
    <message>
        <source>KV cache %1 as %2</source>
        <translation>KV 缓存 %1，以 %2 计</translation>
    </message>
    <message>
        <source>temperature %1</source>
        <translation>温度 %1</translation>
    </message>
    <message>
        <source>re-scored with %1</source>
        <translation>已用 %1 重新评分</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Paused: memory is full</source>
        <translation>已暂停：内存已满</translation>
    </message>
    <message>
        <source>Paused: a trace was pruned</source>
        <translation>已暂停：一条轨迹被剪枝</translation>
    </message>
    <message>
        <source>Paused: a trace waits</source>
        <translation>已暂停：一条轨迹在等待</translation>
    </message>
    <message>
        <source>Paused: a new leader</source>
        <translation>已暂停：新的领先答案</translation>
    </message>
    <message>
        <source>Paused: the first answer</source>
        <translation>已暂停：第一个答案</translation>
    </message>
    <message>
        <source>Paused: a pass later</source>
        <translation>已暂停：一次前向计算之后</translation>
    </message>
    <message>
        <source>Paused at an event</source>
        <translation>已在某个事件处暂停</translation>
    </message>
    <message>
        <source>next victim</source>
        <translation>下一个被剪枝</translation>
    </message>
    <message>
        <source>queued</source>
        <translation>排队中</translation>
    </message>
    <message>
        <source>prefill</source>
        <translation>预填充</translation>
    </message>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>pruned</source>
        <translation>已剪枝</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>at limit</source>
        <translation>达到上限</translation>
    </message>
    <message>
        <source>Lowest score among the running traces: pruned next if memory runs out now.</source>
        <translation>运行中的轨迹里评分最低：如果内存现在耗尽，它将下一个被剪枝。</translation>
    </message>
    <message>
        <source>Waits for its first pass.</source>
        <translation>等待首次前向计算。</translation>
    </message>
    <message>
        <source>Its prompt, or the tokens it lost, are being computed.</source>
        <translation>正在计算其提示词或丢失的词元。</translation>
    </message>
    <message>
        <source>Writes one token in every pass.</source>
        <translation>每次前向计算写一个词元。</translation>
    </message>
    <message>
        <source>Preempted: other traces have its memory. It will compute its tokens again.</source>
        <translation>已被抢占：其内存归其他轨迹使用。它将重新计算其词元。</translation>
    </message>
    <message>
        <source>Reached the end of its text.</source>
        <translation>已写到文本末尾。</translation>
    </message>
    <message>
        <source>Reached the token limit, or filled the KV cache on its own.</source>
        <translation>已达到词元上限，或独自填满了 KV 缓存。</translation>
    </message>
    <message>
        <source>Stopped before its end.</source>
        <translation>在结束前被停止。</translation>
    </message>
    <message>
        <source>Stopped with the run; its answer was read by a probe and votes.</source>
        <translation>随运行停止；其答案由探测读取，并参与投票。</translation>
    </message>
    <message>
        <source>Trace score %1: </source>
        <translation>轨迹评分 %1：</translation>
    </message>
    <message>
        <source>the score of its last step.</source>
        <translation>最后一个步骤的评分。</translation>
    </message>
    <message>
        <source>mean of its last %1 step scores.</source>
        <translation>最近 %1 个步骤评分的平均值。</translation>
    </message>
    <message>
        <source>mean of %1 so far.</source>
        <translation>目前 %1的平均值。</translation>
    </message>
    <message>
        <source>1 step score</source>
        <translation>1 个步骤评分</translation>
    </message>
    <message>
        <source>%1 step scores</source>
        <translation>%1 个步骤评分</translation>
    </message>
    <message>
        <source>Pruned when memory ran out. It does not vote.</source>
        <translation>内存耗尽时被剪枝。不参与投票。</translation>
    </message>
    <message>
        <source>Pruned because its newest thought was similar to another trace&apos;s. It does not vote.</source>
        <translation>因最新思路与另一条轨迹相似而被剪枝。不参与投票。</translation>
    </message>
    <message>
        <source>Stopped early: its confidence fell below the threshold. It does not vote.</source>
        <translation>提前停止：置信度低于阈值。不参与投票。</translation>
    </message>
    <message>
        <source>Pruned because its probes had long disagreed with the majority. It does not vote.</source>
        <translation>因探测结果长期与多数不一致而被剪枝。不参与投票。</translation>
    </message>
    <message>
        <source>Replaced by a branch of a better trace. It does not vote.</source>
        <translation>被更好轨迹的分支取代。不参与投票。</translation>
    </message>
    <message>
        <source>Pruned by hand. It does not vote.</source>
        <translation>被手动剪枝。不参与投票。</translation>
    </message>
    <message>
        <source>note</source>
        <translation>笔记</translation>
    </message>
    <message>
        <source>saturated</source>
        <translation>已饱和</translation>
    </message>
    <message>
        <source>resumed</source>
        <translation>已继续</translation>
    </message>
    <message>
        <source>vote</source>
        <translation>投票</translation>
    </message>
    <message>
        <source>limits</source>
        <translation>限制</translation>
    </message>
    <message>
        <source>re-scored</source>
        <translation>已重新评分</translation>
    </message>
    <message>
        <source>branched</source>
        <translation>已分叉</translation>
    </message>
    <message>
        <source>by hand</source>
        <translation>手动</translation>
    </message>
    <message>
        <source>probe</source>
        <translation>探测</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>en</source>
        <extracomment>The code of this language: en, de, zh_CN ...</extracomment>
        <translation>zh_CN</translation>
    </message>
    <message>
        <source>%1; %2</source>
        <translation>%1；%2</translation>
    </message>
    <message>
        <source>, </source>
        <translation>，</translation>
    </message>
    <message>
        <source>%1.</source>
        <translation>%1。</translation>
    </message>
    <message>
        <source>Trace</source>
        <translation>轨迹</translation>
    </message>
    <message>
        <source>One attempt of the model at the problem, from the first thought to the answer. The traces of a run reason side by side and draw different tokens.</source>
        <translation>模型解题的一次尝试，从最初的思路到答案。一次运行的各条轨迹并排推理，采样到不同的词元。</translation>
    </message>
    <message>
        <source>Lane</source>
        <translation>泳道</translation>
    </message>
    <message>
        <source>The row of one trace in the middle of the window. Its strip holds the trace&apos;s steps from left to right.</source>
        <translation>窗口中部一条轨迹所在的行。其条带从左到右显示轨迹的各个步骤。</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>The piece of text that a model writes at a time, about three quarters of an English word.</source>
        <translation>模型一次写出的文本单位，约为四分之三个英文单词。</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>A part of a trace up to the next blank line. The scorer looks at the end of each step.</source>
        <translation>轨迹中到下一个空行为止的部分。评分器查看每个步骤的末尾。</translation>
    </message>
    <message>
        <source>Step score</source>
        <translation>步骤评分</translation>
    </message>
    <message>
        <source>How likely the scorer thinks it is, at the end of a step, that the trace ends with the right answer: 0 to 1. Red is low, blue is high.</source>
        <translation>评分器在步骤末尾认为轨迹最终得出正确答案的可能性：0 到 1。红色为低，蓝色为高。</translation>
    </message>
    <message>
        <source>Trace score</source>
        <translation>轨迹评分</translation>
    </message>
    <message>
        <source>What a trace&apos;s step scores add up to: their mean, unless another rule is chosen. It decides who is pruned and how much a vote weighs.</source>
        <translation>轨迹各步骤评分的汇总：除非选择其他规则，否则为平均值。它决定谁被剪枝，以及一票的权重。</translation>
    </message>
    <message>
        <source>Step scorer</source>
        <translation>步骤评分器</translation>
    </message>
    <message>
        <source>A small network with two layers. It reads the model&apos;s hidden state at the end of a step and gives the step score. It was trained on traces with known outcome.</source>
        <translation>一个两层的小型网络。它读取步骤末尾模型的隐藏状态，给出步骤评分。它在结果已知的轨迹上训练而成。</translation>
    </message>
    <message>
        <source>Policy</source>
        <translation>策略</translation>
    </message>
    <message>
        <source>The rule that decides what happens when memory is full, which traces end early, and how votes are weighed.</source>
        <translation>决定内存已满时如何处理、哪些轨迹提前结束以及如何为投票加权的规则。</translation>
    </message>
    <message>
        <source>STEP</source>
        <translation>STEP</translation>
    </message>
    <message>
        <source>The policy of this program&apos;s method (arXiv 2601.09093): when memory is full, the trace with the lowest score is pruned, so that no other trace has to wait.</source>
        <translation>本程序所用方法 (arXiv 2601.09093) 的策略：内存已满时，剪除评分最低的轨迹，使其他轨迹无需等待。</translation>
    </message>
    <message>
        <source>Self-consistency</source>
        <translation>自洽性</translation>
    </message>
    <message>
        <source>The policy without pruning: all traces run to their end, and each has one vote. When memory is full, traces wait.</source>
        <translation>不剪枝的策略：所有轨迹都运行到结束，每条一票。内存已满时，轨迹等待。</translation>
    </message>
    <message>
        <source>KV cache</source>
        <translation>KV 缓存</translation>
    </message>
    <message>
        <source>The memory in which a model keeps what it has read and written, so that it need not read it again for each token. It grows with every token of every trace.</source>
        <translation>模型保存已读和已写内容的内存，避免为每个词元重新读取。它随每条轨迹的每个词元增长。</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>块</translation>
    </message>
    <message>
        <source>The unit in which the KV cache is handed out: room for 16 tokens of one trace. Traces share the blocks of the problem&apos;s text.</source>
        <translation>分配 KV 缓存的单位：可容纳一条轨迹的 16 个词元。各条轨迹共享题目文本所在的块。</translation>
    </message>
    <message>
        <source>Saturated</source>
        <translation>已饱和</translation>
    </message>
    <message>
        <source>The KV cache has no free block left, and a trace needs one. Now the policy has to act.</source>
        <translation>KV 缓存已没有空闲块，而某条轨迹需要一块。此时策略必须采取行动。</translation>
    </message>
    <message>
        <source>Pruned</source>
        <translation>已剪枝</translation>
    </message>
    <message>
        <source>Given up, so that its blocks are free for other traces. A pruned trace writes nothing more and has no vote, unless that is chosen.</source>
        <translation>被放弃，其块释放给其他轨迹。被剪枝的轨迹不再写入任何内容，也不参与投票，除非另有选择。</translation>
    </message>
    <message>
        <source>Next victim</source>
        <translation>下一个被剪枝</translation>
    </message>
    <message>
        <source>The running trace that would be pruned if memory were full at this moment.</source>
        <translation>如果此刻内存已满，将被剪枝的运行中轨迹。</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>The trace lost its blocks because memory was full, and goes on when enough are free again. STEP is made so that this does not happen.</source>
        <translation>轨迹因内存已满而失去其块，待有足够空闲块时继续。STEP 的设计正是为了避免这种情况。</translation>
    </message>
    <message>
        <source>Recomputed</source>
        <translation>重新计算</translation>
    </message>
    <message>
        <source>Tokens whose place in the KV cache was given away while their trace waited. The model has to read them again before the trace goes on.</source>
        <translation>其轨迹等待期间，在 KV 缓存中的位置被让出的词元。轨迹继续之前，模型必须重新读取它们。</translation>
    </message>
    <message>
        <source>Vote</source>
        <translation>投票</translation>
    </message>
    <message>
        <source>Every trace that finishes votes for its answer. Answers that are mathematically equal count as one.</source>
        <translation>每条完成的轨迹为其答案投票。数学上相等的答案视为同一个。</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>What a vote counts: under STEP the trace&apos;s score, under DeepConf its confidence, under self-consistency 1.</source>
        <translation>一票的分量：STEP 下为轨迹评分，DeepConf 下为其置信度，自洽性下为 1。</translation>
    </message>
    <message>
        <source>Margin</source>
        <translation>领先优势</translation>
    </message>
    <message>
        <source>The leading answer&apos;s weight minus that of the second. At 0 there is a tie.</source>
        <translation>领先答案的权重减去第二名的权重。为 0 时为平局。</translation>
    </message>
    <message>
        <source>AUC</source>
        <translation>AUC</translation>
    </message>
    <message>
        <source>How well scores tell right traces from wrong ones: the chance that a right one has the higher score. 0.5 is guessing, 1 is perfect.</source>
        <translation>评分区分正确轨迹与错误轨迹的能力：正确轨迹评分更高的概率。0.5 为随机猜测，1 为完美。</translation>
    </message>
    <message>
        <source>F1</source>
        <translation>F1</translation>
    </message>
    <message>
        <source>How well a scorer names the right traces at a threshold of 0.5: the harmonic mean of precision and recall. 1 is perfect.</source>
        <translation>评分器以 0.5 为阈值识别正确轨迹的能力：精确率与召回率的调和平均值。1 为完美。</translation>
    </message>
    <message>
        <source>Calibration error</source>
        <translation>校准误差</translation>
    </message>
    <message>
        <source>How far step scores lie from what really happens. At 0, of all steps with score 0.7, 70 % lie on traces that end right.</source>
        <translation>步骤评分与实际情况的差距。为 0 时，评分为 0.7 的步骤中有 70 % 位于最终正确的轨迹上。</translation>
    </message>
    <message>
        <source>Pass</source>
        <translation>前向计算</translation>
    </message>
    <message>
        <source>One run of the model&apos;s layers, which writes the next token of every running trace.</source>
        <translation>模型各层的一次计算，写出每条运行中轨迹的下一个词元。</translation>
    </message>
    <message>
        <source>Prefill</source>
        <translation>预填充</translation>
    </message>
    <message>
        <source>The passes that read the problem&apos;s text before the first token is written.</source>
        <translation>在写出第一个词元之前，读取题目文本的前向计算。</translation>
    </message>
    <message>
        <source>Known answer</source>
        <translation>已知答案</translation>
    </message>
    <message>
        <source>The right answer, where somebody gave one. It marks answers as right or wrong and changes nothing in the run.</source>
        <translation>正确答案（如果有人提供）。它将答案标记为正确或错误，对运行没有任何影响。</translation>
    </message>
    <message>
        <source>There is no later event.</source>
        <translation>没有更晚的事件。</translation>
    </message>
    <message>
        <source>There is no earlier event.</source>
        <translation>没有更早的事件。</translation>
    </message>
    <message>
        <source>No trace is pruned or preempted later.</source>
        <translation>之后没有轨迹被剪枝或抢占。</translation>
    </message>
    <message>
        <source>No trace was pruned or preempted earlier.</source>
        <translation>之前没有轨迹被剪枝或抢占。</translation>
    </message>
    <message>
        <source>The leader stays from here on.</source>
        <translation>此后领先答案不再改变。</translation>
    </message>
    <message>
        <source>There was no leader before.</source>
        <translation>此前没有领先答案。</translation>
    </message>
    <message>
        <source>This is the last pass.</source>
        <translation>这是最后一次前向计算。</translation>
    </message>
    <message>
        <source>This is the first pass.</source>
        <translation>这是第一次前向计算。</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Prune</source>
        <translation>剪枝</translation>
    </message>
    <message>
        <source>Leader</source>
        <translation>领先</translation>
    </message>
    <message>
        <source>The trace that arrived last waits first, and is computed again later.</source>
        <translation>最后到达的轨迹最先等待，之后重新计算。</translation>
    </message>
    <message>
        <source>Lowest trace score first; one without a score counts as 0; of equal ones the latest.</source>
        <translation>轨迹评分最低者优先；无评分者按 0 计；相同时取最晚的。</translation>
    </message>
    <message>
        <source>Lowest trace score first; those without a score come last; of equal ones the latest.</source>
        <translation>轨迹评分最低者优先；无评分者排在最后；相同时取最晚的。</translation>
    </message>
    <message>
        <source>In an order drawn at random before the run, as a control.</source>
        <translation>按运行前随机抽取的顺序，作为对照。</translation>
    </message>
    <message>
        <source>The longest trace first, as a control.</source>
        <translation>最长的轨迹优先，作为对照。</translation>
    </message>
    <message>
        <source>Lowest mean log-probability first, as a control.</source>
        <translation>平均对数概率最低者优先，作为对照。</translation>
    </message>
    <message>
        <source>score %1</source>
        <translation>评分 %1</translation>
    </message>
    <message>
        <source>%1 is protected by hand: chosen only if all are.</source>
        <translation>%1 受手动保护：仅当全部受保护时才会被选中。</translation>
    </message>
    <message>
        <source>%1 and %2 are protected by hand: chosen only if all are.</source>
        <translation>%1 和 %2 受手动保护：仅当全部受保护时才会被选中。</translation>
    </message>
    <message>
        <source>%1 traces are protected by hand: chosen only if all are.</source>
        <translation>%1 条轨迹受手动保护：仅当全部受保护时才会被选中。</translation>
    </message>
    <message>
        <source>%1 of %2 in this pass</source>
        <translation>此次前向计算中的 %1/%2</translation>
    </message>
    <message>
        <source>%1 pruned</source>
        <translation>%1 被剪枝</translation>
    </message>
    <message>
        <source>%1 waits</source>
        <translation>%1 等待</translation>
    </message>
    <message>
        <source>Memory is full</source>
        <translation>内存已满</translation>
    </message>
    <message>
        <source>Nobody has gone for it yet</source>
        <translation>尚无轨迹因此被剪枝</translation>
    </message>
    <message>
        <source>Trace %1</source>
        <translation>轨迹 %1</translation>
    </message>
    <message>
        <source>1 step</source>
        <translation>1 个步骤</translation>
    </message>
    <message>
        <source>%1 steps</source>
        <translation>%1 个步骤</translation>
    </message>
    <message>
        <source>1 token</source>
        <translation>1 个词元</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 个词元</translation>
    </message>
    <message>
        <source>answer %1</source>
        <translation>答案 %1</translation>
    </message>
    <message>
        <source>weight %1, </source>
        <translation>权重 %1，</translation>
    </message>
    <message>
        <source>%1 and %2</source>
        <translation>%1 和 %2</translation>
    </message>
    <message>
        <source>%1, %2 and %3 more</source>
        <translation>%1、%2 及另外 %3 个</translation>
    </message>
    <message>
        <source>A plain majority would be a tie: %1, with %2 of %3 each.</source>
        <translation>简单多数会是平局：%1，各得 %2/%3。</translation>
    </message>
    <message>
        <source>A plain majority would say %1 as well (%2 of %3).</source>
        <translation>简单多数同样会得出 %1 (%2/%3)。</translation>
    </message>
    <message>
        <source>A plain majority would say %1 (%2 of %3).</source>
        <translation>简单多数会得出 %1 (%2/%3)。</translation>
    </message>
    <message>
        <source>By weight %1 tie at %2; of a tie, the answer of the earliest trace is taken.</source>
        <translation>按权重，%1 平局，均为 %2；平局时取最早轨迹的答案。</translation>
    </message>
    <message>
        <source>By weight %1 leads, %2 to %3.</source>
        <translation>按权重 %1 领先，%2 比 %3。</translation>
    </message>
    <message>
        <source>By weight it leads, %1 to %2.</source>
        <translation>按权重它领先，%1 比 %2。</translation>
    </message>
    <message>
        <source>By weight %1 leads with %2; that one has %3.</source>
        <translation>按权重 %1 以 %2 领先；前者为 %3。</translation>
    </message>
    <message>
        <source>%1 tie with %2 of %3 votes each; of a tie, the answer of the earliest trace is taken.</source>
        <translation>%1 平局，各得 %2/%3 票；平局时取最早轨迹的答案。</translation>
    </message>
    <message>
        <source>%1 has %2 of %3 votes.</source>
        <translation>%1 得 %2/%3 票。</translation>
    </message>
    <message>
        <source>Weighted by trace score, %1 would tie.</source>
        <translation>按轨迹评分加权，%1 会是平局。</translation>
    </message>
    <message>
        <source>Weighted by trace score, %1 would lead as well, %2 to %3.</source>
        <translation>按轨迹评分加权，同样是 %1 领先，%2 比 %3。</translation>
    </message>
    <message>
        <source>Weighted by trace score, %1 would lead, %2 to %3.</source>
        <translation>按轨迹评分加权，%1 会领先，%2 比 %3。</translation>
    </message>
    <message>
        <source>1 vote</source>
        <translation>1 票</translation>
    </message>
    <message>
        <source>%1 votes</source>
        <translation>%1 票</translation>
    </message>
    <message>
        <source>a tie with %1</source>
        <translation>与 %1 平局</translation>
    </message>
    <message>
        <source>margin %1</source>
        <translation>领先优势 %1</translation>
    </message>
    <message>
        <source>One trace has voted.</source>
        <translation>一条轨迹已投票。</translation>
    </message>
    <message>
        <source>All %1 votes say %2, by weight and by count.</source>
        <translation>全部 %1 票均为 %2，按权重和票数都是如此。</translation>
    </message>
    <message>
        <source>Memory is full: none of %1 has a score yet, and %2 came last.</source>
        <translation>内存已满：%1均无评分，%2 最后到达。</translation>
    </message>
    <message>
        <source>Memory is full: %1 has no score yet, which counts as 0, the lowest of %2.</source>
        <translation>内存已满：%1 尚无评分，按 0 计，在 %2中最低。</translation>
    </message>
    <message>
        <source>Memory is full: of %1, %2 share the lowest %3, %4, and %5 came last.</source>
        <translation>内存已满：%1中有 %2 条并列最低，%3为 %4，%5 最后到达。</translation>
    </message>
    <message>
        <source>Memory is full: %1 has the lowest %2 of %3, %4.</source>
        <translation>内存已满：%1 的%2在 %3中最低，为 %4。</translation>
    </message>
    <message>
        <source>Memory is full: of %1, %2 is drawn at random.</source>
        <translation>内存已满：从 %1中随机抽取了 %2。</translation>
    </message>
    <message>
        <source>Memory is full: %1 is the longest of %2, with %3 tokens.</source>
        <translation>内存已满：%1 在 %2中最长，有 %3 个词元。</translation>
    </message>
    <message>
        <source>Memory is full: %1 has the lowest mean log-probability of %2.</source>
        <translation>内存已满：%1 的平均对数概率在 %2中最低。</translation>
    </message>
    <message>
        <source>Memory is full: %1 would go, but a person protects it, so %2 goes instead.</source>
        <translation>内存已满：本应轮到 %1，但它受手动保护，因此改为 %2。</translation>
    </message>
    <message>
        <source>Memory is full, and all of %1 are protected: the policy takes %2 as if none were.</source>
        <translation>内存已满，而 %1全部受保护：策略按无人受保护处理，选中 %2。</translation>
    </message>
    <message>
        <source>It is pruned and frees %1, so the other %2 go on.</source>
        <translation>它被剪枝并释放 %1，其余 %2 条继续。</translation>
    </message>
    <message>
        <source>It is pruned and frees %1, so the other one goes on.</source>
        <translation>它被剪枝并释放 %1，另一条继续。</translation>
    </message>
    <message>
        <source>It is pruned and frees %1.</source>
        <translation>它被剪枝并释放 %1。</translation>
    </message>
    <message>
        <source>It had written its answer, so it votes.</source>
        <translation>它已写出答案，因此参与投票。</translation>
    </message>
    <message>
        <source>It does not vote.</source>
        <translation>它不参与投票。</translation>
    </message>
    <message>
        <source>It is pruned and frees %1. %2</source>
        <translation>它被剪枝并释放 %1。%2</translation>
    </message>
    <message>
        <source>%1 thinks like %2: their newest thoughts have a similarity of %3.</source>
        <translation>%1 与 %2 思路相同：两者最新思路的相似度为 %3。</translation>
    </message>
    <message>
        <source>another trace</source>
        <translation>另一条轨迹</translation>
    </message>
    <message>
        <source>One of the two is enough. %1 is drawn, is pruned and frees %2.</source>
        <translation>保留其一即可。抽中 %1，将其剪枝并释放 %2。</translation>
    </message>
    <message>
        <source>%1 is unsure: its group confidence fell to %2, below the threshold of %3.</source>
        <translation>%1 不确定：其组置信度降至 %2，低于阈值 %3。</translation>
    </message>
    <message>
        <source>It is stopped early and frees %1. %2</source>
        <translation>它被提前停止并释放 %1。%2</translation>
    </message>
    <message>
        <source>%1 makes room for a branch of a better trace.</source>
        <translation>%1 为更好轨迹的分支让位。</translation>
    </message>
    <message>
        <source>Its score is %1. </source>
        <translation>其评分为 %1。</translation>
    </message>
    <message>
        <source>%1 has disagreed with the majority for %2 probes in a row.</source>
        <translation>%1 已连续 %2 次探测与多数不一致。</translation>
    </message>
    <message>
        <source>A person prunes %1%2.</source>
        <translation>手动剪除 %1%2。</translation>
    </message>
    <message>
        <source>, whose score is %1</source>
        <translation>，其评分为 %1</translation>
    </message>
    <message>
        <source>It frees %1. The policy did not choose it.</source>
        <translation>它释放 %1。并非由策略选中。</translation>
    </message>
    <message>
        <source>Memory is full: %1 came last, but a person protects it, so %2 waits instead.</source>
        <translation>内存已满：%1 最后到达，但它受手动保护，因此改由 %2 等待。</translation>
    </message>
    <message>
        <source>Memory is full, and every running trace is protected: %1 came last, so it waits.</source>
        <translation>内存已满，而每条运行中的轨迹都受保护：%1 最后到达，因此等待。</translation>
    </message>
    <message>
        <source>Memory is full: %1 came last of the running traces, so it waits.</source>
        <translation>内存已满：%1 是运行中的轨迹里最后到达的，因此等待。</translation>
    </message>
    <message>
        <source>Once there is room, it computes again what others have overwritten.</source>
        <translation>有空间后，它会重新计算被其他轨迹覆盖的部分。</translation>
    </message>
    <message>
        <source>Once there is room, it computes all of its tokens again.</source>
        <translation>有空间后，它会重新计算其全部词元。</translation>
    </message>
    <message>
        <source>It gives up %1. %2</source>
        <translation>它让出 %1。%2</translation>
    </message>
    <message>
        <source>There is room again: %1 goes on after waiting %2.</source>
        <translation>又有空间了：%1 等待 %2 后继续。</translation>
    </message>
    <message>
        <source>What it had computed is still in memory.</source>
        <translation>它已计算的内容仍在内存中。</translation>
    </message>
    <message>
        <source>First it computes %1 again, which it had written before.</source>
        <translation>它先重新计算之前写出的 %1。</translation>
    </message>
    <message>
        <source>Memory is full for the first time: %1 and %2 free.</source>
        <translation>内存首次已满：%1，%2空闲。</translation>
    </message>
    <message>
        <source>1 trace needs %1</source>
        <translation>1 条轨迹需要 %1</translation>
    </message>
    <message>
        <source>%1 traces need %2</source>
        <translation>%1 条轨迹需要 %2</translation>
    </message>
    <message>
        <source>1 is</source>
        <translation>1 块</translation>
    </message>
    <message>
        <source>%1 are</source>
        <translation>%1 块</translation>
    </message>
    <message>
        <source>From now on the trace that came last has to wait, and is computed again later.</source>
        <translation>从现在起，最后到达的轨迹必须等待，之后重新计算。</translation>
    </message>
    <message>
        <source>From now on %1 is pruned.</source>
        <translation>从现在起，%1会被剪枝。</translation>
    </message>
    <message>
        <source>First: %1, at %2.</source>
        <translation>首先：%1，评分 %2。</translation>
    </message>
    <message>
        <source>First: %1.</source>
        <translation>首先：%1。</translation>
    </message>
    <message>
        <source>There is room: %1 branches from %2, one of the best.</source>
        <translation>有空间：%1 从最好的轨迹之一 %2 分叉。</translation>
    </message>
    <message>
        <source>It shares the first %1 and draws its own from here on.</source>
        <translation>它共享前 %1，此后自行采样。</translation>
    </message>
    <message>
        <source>A person forks %1 after %2: %3 goes on from there.</source>
        <translation>手动将 %1 在 %2后分叉：%3 从那里继续。</translation>
    </message>
    <message>
        <source>A person starts %1 with text of an earlier run.</source>
        <translation>手动以先前运行的文本开始 %1。</translation>
    </message>
    <message>
        <source>It draws tokens of its own.</source>
        <translation>它自行采样词元。</translation>
    </message>
    <message>
        <source>The next step is written by hand. </source>
        <translation>下一个步骤为手写。</translation>
    </message>
    <message>
        <source>Its vote will count, marked as by hand.</source>
        <translation>其投票有效，并标记为手写。</translation>
    </message>
    <message>
        <source>Its vote will not count.</source>
        <translation>其投票无效。</translation>
    </message>
    <message>
        <source>A person no longer protects %1.</source>
        <translation>%1 不再受手动保护。</translation>
    </message>
    <message>
        <source>The policy may take it again.</source>
        <translation>策略可以再次选中它。</translation>
    </message>
    <message>
        <source>A person protects %1.</source>
        <translation>%1 现受手动保护。</translation>
    </message>
    <message>
        <source>It goes only if every running trace is protected.</source>
        <translation>仅当每条运行中的轨迹都受保护时，它才会被选中。</translation>
    </message>
    <message>
        <source>%1 %2 with the answer %3%4.</source>
        <translation>%1 %2，答案为 %3%4。</translation>
    </message>
    <message>
        <source>%1 %2 without an answer.</source>
        <translation>%1 %2，没有答案。</translation>
    </message>
    <message>
        <source>No answer leads the vote.</source>
        <translation>没有领先的答案。</translation>
    </message>
    <message>
        <source>, the right answer</source>
        <translation>，正确答案</translation>
    </message>
    <message>
        <source>, a wrong answer</source>
        <translation>，错误答案</translation>
    </message>
    <message>
        <source>The first vote is for %1%2.</source>
        <translation>第一票投给 %1%2。</translation>
    </message>
    <message>
        <source>%1%2, now leads the vote.</source>
        <translation>%1%2，现在领先。</translation>
    </message>
    <message>
        <source>%1 now leads the vote.</source>
        <translation>%1 现在领先。</translation>
    </message>
    <message>
        <source>%1 has just voted. </source>
        <translation>%1 刚刚投票。</translation>
    </message>
    <message>
        <source>No run yet.</source>
        <translation>尚无运行。</translation>
    </message>
    <message>
        <source>Press Space to start one.</source>
        <translation>按空格键开始。</translation>
    </message>
    <message>
        <source>One trace reasons about the problem.</source>
        <translation>一条轨迹推理此题目。</translation>
    </message>
    <message>
        <source>%1 traces reason about the same problem, side by side.</source>
        <translation>%1 条轨迹并排推理同一道题目。</translation>
    </message>
    <message>
        <source>%1: %2.</source>
        <translation>%1：%2。</translation>
    </message>
    <message>
        <source>Stop the run first.</source>
        <translation>请先停止运行。</translation>
    </message>
    <message>
        <source>A run is starting. Stop it first.</source>
        <translation>一次运行正在启动。请先停止。</translation>
    </message>
    <message>
        <source>A scorer is being trained. Wait until it has finished, or cancel it.</source>
        <translation>正在训练评分器。请等待完成，或将其取消。</translation>
    </message>
    <message>
        <source>A recording is being scored again. Wait until it has finished, or cancel it.</source>
        <translation>正在为录制文件重新评分。请等待完成，或将其取消。</translation>
    </message>
    <message>
        <source>A study has the model. Pause the study, or wait until it has finished.</source>
        <translation>模型正由研究使用。请暂停研究，或等待其完成。</translation>
    </message>
    <message>
        <source>A model is loading. Wait until it is ready.</source>
        <translation>正在加载模型。请等待就绪。</translation>
    </message>
    <message>
        <source>A recording is being opened. Wait until it is shown.</source>
        <translation>正在打开录制文件。请等待显示。</translation>
    </message>
    <message>
        <source>Prune %1 now</source>
        <translation>立即剪除 %1</translation>
    </message>
    <message>
        <source>Stop protecting %1</source>
        <translation>取消保护 %1</translation>
    </message>
    <message>
        <source>Protect %1</source>
        <translation>保护 %1</translation>
    </message>
    <message>
        <source>%1 has ended. Choose a trace that is still running.</source>
        <translation>%1 已结束。请选择仍在运行的轨迹。</translation>
    </message>
    <message>
        <source>New run from %1 after step %2</source>
        <translation>从 %1 的步骤 %2 之后开始新的运行</translation>
    </message>
    <message>
        <source>Fork %1 after step %2</source>
        <translation>从 %1 的步骤 %2 之后分叉</translation>
    </message>
    <message>
        <source>New run from the end of %1</source>
        <translation>从 %1 的结尾开始新的运行</translation>
    </message>
    <message>
        <source>Fork %1 here</source>
        <translation>在此处分叉 %1</translation>
    </message>
    <message>
        <source>%1 has written nothing yet.</source>
        <translation>%1 尚未写出任何内容。</translation>
    </message>
    <message>
        <source>The text of %1 has ended there. Choose an earlier step: click it in its lane.</source>
        <translation>%1 的文本已在那里结束。请选择更早的步骤：在其泳道中单击。</translation>
    </message>
    <message>
        <source>Rewrite a step</source>
        <translation>改写步骤</translation>
    </message>
    <message>
        <source>Choose a step first: click it in its lane.</source>
        <translation>请先选择步骤：在其泳道中单击。</translation>
    </message>
    <message>
        <source>Rewrite step %1 in a new run…</source>
        <translation>在新的运行中改写步骤 %1…</translation>
    </message>
    <message>
        <source>Rewrite step %1 and go on…</source>
        <translation>改写步骤 %1 并继续…</translation>
    </message>
    <message>
        <source>Protect the trace</source>
        <translation>保护轨迹</translation>
    </message>
    <message>
        <source>Prune the trace now</source>
        <translation>立即剪除轨迹</translation>
    </message>
    <message>
        <source>Fork the trace</source>
        <translation>分叉轨迹</translation>
    </message>
    <message>
        <source>Choose a trace first: click its lane.</source>
        <translation>请先选择轨迹：单击其泳道。</translation>
    </message>
    <message>
        <source>d MMM</source>
        <translation>M月d日</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <translation>yyyy年M月d日</translation>
    </message>
    <message>
        <source>d MMM yyyy, HH:mm:ss</source>
        <translation>yyyy年M月d日 HH:mm:ss</translation>
    </message>
    <message>
        <source>d MMM yyyy, HH:mm</source>
        <translation>yyyy年M月d日 HH:mm</translation>
    </message>
    <message>
        <source>weights as %1</source>
        <translation>权重为 %1</translation>
    </message>
    <message>
        <source>Weights: %1 (%2)</source>
        <translation>权重：%1（%2）</translation>
    </message>
    <message>
        <source>KV as %1</source>
        <translation>KV 为 %1</translation>
    </message>
    <message>
        <source>%1 % of the GPU&apos;s memory</source>
        <translation>GPU 内存的 %1 %</translation>
    </message>
    <message>
        <source>KV cache of %1</source>
        <translation>KV 缓存 %1</translation>
    </message>
    <message>
        <source>n = %1</source>
        <translation>n = %1</translation>
    </message>
    <message>
        <source>weights %1, KV %2 = %3 tokens</source>
        <translation>权重 %1，KV %2 = %3 个词元</translation>
    </message>
    <message>
        <source>1 was lost with its connection</source>
        <translation>1 条因连接中断而丢失</translation>
    </message>
    <message>
        <source>%1 were lost with their connections</source>
        <translation>%1 条因连接中断而丢失</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>已丢失</translation>
    </message>
    <message>
        <source>The connection to its server broke. It does not vote.</source>
        <translation>与服务器的连接中断。它不参与投票。</translation>
    </message>
    <message>
        <source>%1 on %2</source>
        <translation>%2 上的 %1</translation>
    </message>
    <message>
        <source>%1 at %2</source>
        <translation>%1，地址 %2</translation>
    </message>
    <message>
        <source>context %1</source>
        <translation>上下文 %1</translation>
    </message>
    <message>
        <source>Runs in the server&apos;s plugin. Another scorer is chosen there.</source>
        <translation>在服务器的插件中运行。要换评分器，请在那里选择。</translation>
    </message>
    <message>
        <source>A server sends step scores where Stepscope&apos;s plugin for vLLM is installed. STEP needs them.</source>
        <translation>安装了 Stepscope 的 vLLM 插件的服务器会发送步骤评分。STEP 需要它们。</translation>
    </message>
    <message>
        <source>The server&apos;s memory: where it is full, the server itself makes traces wait.</source>
        <translation>服务器的内存：满了之后，由服务器自己让轨迹等待。</translation>
    </message>
    <message>
        <source>The server&apos;s memory: traces are pruned at &lt;b&gt;%1 tokens&lt;/b&gt;.</source>
        <translation>服务器的内存：达到 &lt;b&gt;%1 个词元&lt;/b&gt;时剪除轨迹。</translation>
    </message>
    <message>
        <source>The server does not say how much its KV cache holds, so memory prunes no trace. Models &gt; Servers takes a number of tokens.</source>
        <translation>服务器没有说明其 KV 缓存的容量，因此不会因内存剪除轨迹。可在“模型 &gt; 服务器”中填写词元数。</translation>
    </message>
    <message>
        <source>The server&apos;s KV cache is %1 full</source>
        <translation>服务器的 KV 缓存已用 %1</translation>
    </message>
    <message>
        <source>: %1 by others (hatched).</source>
        <translation>：其他用户占 %1（斜线部分）。</translation>
    </message>
    <message>
        <source>1 request runs there</source>
        <translation>那里有 1 个请求在运行</translation>
    </message>
    <message>
        <source>%1 requests run there</source>
        <translation>那里有 %1 个请求在运行</translation>
    </message>
    <message>
        <source>, %1 wait.</source>
        <translation>，%1 个在等待。</translation>
    </message>
    <message>
        <source>Settings are not kept: %1: %2. What you set lasts until the window closes.</source>
        <translation>设置无法保存：%1：%2。更改只在窗口关闭之前有效。</translation>
    </message>
    <message>
        <source>it is a folder</source>
        <translation>这是一个文件夹</translation>
    </message>
    <message>
        <source>it cannot be read</source>
        <translation>文件不可读</translation>
    </message>
    <message>
        <source>it cannot be written</source>
        <translation>文件不可写</translation>
    </message>
    <message>
        <source>The settings cannot be read in whole: %1.</source>
        <translation>设置文件无法完整读取：%1。</translation>
    </message>
    <message>
        <source>The settings cannot be read in whole: %1. The file as it was is now %2.</source>
        <translation>设置文件无法完整读取：%1。原来的文件已保存为 %2。</translation>
    </message>
</context>
<context>
    <name>ui::Announcer</name>
    <message>
        <source>%1 and %2 more</source>
        <translation>%1 及另外 %2 条</translation>
    </message>
    <message>
        <source>Memory is full.</source>
        <translation>内存已满。</translation>
    </message>
    <message>
        <source>%1 was pruned.</source>
        <translation>%1 已被剪枝。</translation>
    </message>
    <message>
        <source>%1 were pruned.</source>
        <translation>%1 已被剪枝。</translation>
    </message>
    <message>
        <source>%1 waits for memory.</source>
        <translation>%1 正在等待内存。</translation>
    </message>
    <message>
        <source>%1 wait for memory.</source>
        <translation>%1 正在等待内存。</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>ui::AppWindow</name>
    <message>
        <source>Next run</source>
        <translation>下次运行</translation>
    </message>
    <message>
        <source>KV cache</source>
        <translation>KV 缓存</translation>
    </message>
    <message>
        <source>saturated · 99.9 %</source>
        <translation>已饱和 · 99.9 %</translation>
    </message>
    <message>
        <source>Weighted vote</source>
        <translation>加权投票</translation>
    </message>
    <message>
        <source>Vote</source>
        <translation>投票</translation>
    </message>
    <message>
        <source>leader wrong</source>
        <translation>领先答案错误</translation>
    </message>
    <message>
        <source>Trace</source>
        <translation>轨迹</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>%1 – Stepscope</source>
        <translation>%1 – Stepscope</translation>
    </message>
    <message>
        <source>Opening the recording…</source>
        <translation>正在打开录制文件…</translation>
    </message>
    <message>
        <source>Loading the model…</source>
        <translation>正在加载模型…</translation>
    </message>
    <message>
        <source>Meanwhile you can open a recording (Ctrl+O).</source>
        <translation>在此期间可以打开录制文件 (Ctrl+O)。</translation>
    </message>
    <message>
        <source>No model is loaded</source>
        <translation>未加载模型</translation>
    </message>
    <message>
        <source>Open a model folder on the left, load the demo model, or open a recording (Ctrl+O).</source>
        <translation>请在左侧打开模型文件夹、加载演示模型，或打开录制文件 (Ctrl+O)。</translation>
    </message>
    <message>
        <source>A scorer is being trained</source>
        <translation>正在训练评分器</translation>
    </message>
    <message>
        <source>A run can start once the training has finished or was cancelled: File menu, Train a scorer (Ctrl+Shift+T). Meanwhile you can open a recording (Ctrl+O).</source>
        <translation>训练完成或取消后才能开始运行：“文件”菜单 &gt;“训练评分器”(Ctrl+Shift+T)。在此期间可以打开录制文件 (Ctrl+O)。</translation>
    </message>
    <message>
        <source>A study is running</source>
        <translation>研究正在进行</translation>
    </message>
    <message>
        <source>A run can start once the study has finished or is paused: Study menu, New study (Ctrl+Shift+Y). Meanwhile you can open a recording (Ctrl+O).</source>
        <translation>研究完成或暂停后才能开始运行：“研究”菜单 &gt;“新建研究”(Ctrl+Shift+Y)。在此期间可以打开录制文件 (Ctrl+O)。</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>正在启动…</translation>
    </message>
    <message>
        <source>Comparing: run %1 of %2, %3.</source>
        <translation>对比：第 %1 次运行，共 %2 次，%3。</translation>
    </message>
    <message>
        <source>The comparison ends here: one of its runs did not finish.</source>
        <translation>对比到此结束：其中一次运行未能完成。</translation>
    </message>
    <message>
        <source>There is no finished run to ask yet.</source>
        <translation>还没有可供分析的已完成运行。</translation>
    </message>
    <message>
        <source>Compare recordings</source>
        <translation>对比录制文件</translation>
    </message>
    <message>
        <source>Recordings and comparisons (*.stepscope compare.json);;All files (*)</source>
        <translation>录制文件和对比 (*.stepscope compare.json);;所有文件 (*)</translation>
    </message>
    <message>
        <source>step %1</source>
        <translation>步骤 %1</translation>
    </message>
    <message>
        <source>the text after the last scored step</source>
        <translation>最后一个已评分步骤之后的文本</translation>
    </message>
    <message>
        <source>Copy trace %1 with its scores</source>
        <translation>复制轨迹 %1 及其评分</translation>
    </message>
    <message>
        <source>Copy %1</source>
        <translation>复制%1</translation>
    </message>
    <message>
        <source>Copy the answer %1</source>
        <translation>复制答案 %1</translation>
    </message>
    <message>
        <source>Read %1</source>
        <translation>阅读%1</translation>
    </message>
    <message>
        <source>Go to when %1 was scored (%2)</source>
        <translation>跳转到%1的评分时刻 (%2)</translation>
    </message>
    <message>
        <source>Read trace %1</source>
        <translation>阅读轨迹 %1</translation>
    </message>
    <message>
        <source>Go to the end of trace %1 (%2)</source>
        <translation>跳转到轨迹 %1 的结尾 (%2)</translation>
    </message>
    <message>
        <source>Go to this moment (%1)</source>
        <translation>跳转到此时刻 (%1)</translation>
    </message>
    <message>
        <source>Copy the selected text</source>
        <translation>复制所选文本</translation>
    </message>
    <message>
        <source>Copy this event</source>
        <translation>复制此事件</translation>
    </message>
    <message>
        <source>Copy all events</source>
        <translation>复制所有事件</translation>
    </message>
    <message>
        <source>Copy the vote</source>
        <translation>复制投票</translation>
    </message>
    <message>
        <source>Copy the vote as CSV</source>
        <translation>将投票复制为 CSV</translation>
    </message>
    <message>
        <source>Copy the shares as CSV</source>
        <translation>将占比复制为 CSV</translation>
    </message>
    <message>
        <source>Copy the use of memory as CSV</source>
        <translation>将内存使用情况复制为 CSV</translation>
    </message>
    <message>
        <source>Copy all traces as CSV</source>
        <translation>将所有轨迹复制为 CSV</translation>
    </message>
    <message>
        <source>Zoom to %1</source>
        <translation>缩放到%1</translation>
    </message>
    <message>
        <source>Show whole traces</source>
        <translation>显示完整轨迹</translation>
    </message>
    <message>
        <source>Clear the history?</source>
        <translation>清除历史记录？</translation>
    </message>
    <message>
        <source>Runs are not kept in Recent runs for now; save what you need (Ctrl+S). The reason: %1</source>
        <translation>“最近的运行”暂时不再保留运行；请自行保存需要的内容 (Ctrl+S)。原因：%1</translation>
    </message>
    <message>
        <source>The run that was kept is removed from this computer.</source>
        <translation>保留的那次运行将从此计算机中删除。</translation>
    </message>
    <message>
        <source>The %1 runs that were kept are removed from this computer.</source>
        <translation>保留的 %1 次运行将从此计算机中删除。</translation>
    </message>
    <message>
        <source> Recordings that you saved elsewhere stay.</source>
        <translation>保存在其他位置的录制文件不受影响。</translation>
    </message>
    <message>
        <source>Lesson</source>
        <translation>教程</translation>
    </message>
    <message>
        <source>Pages that operate this window</source>
        <translation>操作此窗口的教程页面</translation>
    </message>
    <message>
        <source>Open a lesson</source>
        <translation>打开教程</translation>
    </message>
    <message>
        <source>Lessons (*.json);;All files (*)</source>
        <translation>教程 (*.json);;所有文件 (*)</translation>
    </message>
    <message>
        <source>The model is being loaded.</source>
        <translation>模型正在加载。</translation>
    </message>
    <message>
        <source>The lesson is about the demo model that comes with the program.</source>
        <translation>本教程针对程序自带的演示模型。</translation>
    </message>
    <message>
        <source>Load the demo model</source>
        <translation>加载演示模型</translation>
    </message>
    <message>
        <source>Lesson, page %1 of %2: %3</source>
        <translation>教程，第 %1 页，共 %2 页：%3</translation>
    </message>
    <message>
        <source>Traces n</source>
        <translation>轨迹数 n</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Open recording…</source>
        <translation>打开录制文件(&amp;O)…</translation>
    </message>
    <message>
        <source>Compare recordin&amp;gs…</source>
        <translation>对比录制文件(&amp;G)…</translation>
    </message>
    <message>
        <source>&amp;Save recording as…</source>
        <translation>录制文件另存为(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Back to the last run</source>
        <translation>返回上次运行(&amp;B)</translation>
    </message>
    <message>
        <source>Shows this window&apos;s last run again, after a recording or another run replaced it</source>
        <translation>在被录制文件或其他运行替换后，重新显示此窗口的上次运行</translation>
    </message>
    <message>
        <source>&amp;Record every run…</source>
        <translation>录制每次运行(&amp;R)…</translation>
    </message>
    <message>
        <source>Writes each run to a file of its own while it runs</source>
        <translation>运行时将每次运行写入单独的文件</translation>
    </message>
    <message>
        <source>Choose a &amp;model</source>
        <translation>选择模型(&amp;M)</translation>
    </message>
    <message>
        <source>Open s&amp;corer…</source>
        <translation>打开评分器(&amp;C)…</translation>
    </message>
    <message>
        <source>&amp;Train a scorer…</source>
        <translation>训练评分器(&amp;T)…</translation>
    </message>
    <message>
        <source>Load the d&amp;emo model</source>
        <translation>加载演示模型(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>运行(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Compare policies…</source>
        <translation>对比策略(&amp;C)…</translation>
    </message>
    <message>
        <source>&amp;What if…</source>
        <translation>假设分析(&amp;W)…</translation>
    </message>
    <message>
        <source>What another policy, memory or number of traces would have made of the run shown</source>
        <translation>换用其他策略、内存或轨迹数时，当前运行会有怎样的结果</translation>
    </message>
    <message>
        <source>Score again with another scorer…</source>
        <translation>用其他评分器重新评分…</translation>
    </message>
    <message>
        <source>Other scores for the run shown: from kept hidden rows, or with the model that made it</source>
        <translation>为当前运行重新评分：使用保留的隐藏状态，或使用生成该运行的模型</translation>
    </message>
    <message>
        <source>&amp;Pause or resume</source>
        <translation>暂停或继续(&amp;P)</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>停止(&amp;T)</translation>
    </message>
    <message>
        <source>P&amp;olicy</source>
        <translation>策略(&amp;O)</translation>
    </message>
    <message>
        <source>Full speed</source>
        <translation>全速</translation>
    </message>
    <message>
        <source>Watchable pace</source>
        <translation>便于观看的速度</translation>
    </message>
    <message>
        <source>Pla&amp;y or pause the replay</source>
        <translation>播放或暂停回放(&amp;Y)</translation>
    </message>
    <message>
        <source>Back 5 s</source>
        <translation>后退 5 秒</translation>
    </message>
    <message>
        <source>Forward 5 s</source>
        <translation>前进 5 秒</translation>
    </message>
    <message>
        <source>&amp;Live: to the end of the run</source>
        <translation>实时：转到运行末尾(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>Write a &amp;note</source>
        <translation>写笔记(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Reset layout</source>
        <translation>重置布局(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Search in the trace</source>
        <translation>在轨迹中搜索(&amp;S)</translation>
    </message>
    <message>
        <source>Search in a&amp;ll traces</source>
        <translation>在所有轨迹中搜索(&amp;L)</translation>
    </message>
    <message>
        <source>Go to the l&amp;anes</source>
        <translation>转到泳道(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Trace</source>
        <translation>轨迹(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;State</source>
        <translation>状态(&amp;S)</translation>
    </message>
    <message>
        <source>S&amp;core</source>
        <translation>评分(&amp;C)</translation>
    </message>
    <message>
        <source>Ste&amp;ps</source>
        <translation>步骤(&amp;P)</translation>
    </message>
    <message>
        <source>T&amp;okens</source>
        <translation>词元(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Answer</source>
        <translation>答案(&amp;A)</translation>
    </message>
    <message>
        <source>Zoom &amp;into the steps</source>
        <translation>放大步骤(&amp;I)</translation>
    </message>
    <message>
        <source>Zoom &amp;out of the steps</source>
        <translation>缩小步骤(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Whole traces</source>
        <translation>完整轨迹(&amp;W)</translation>
    </message>
    <message>
        <source>S&amp;maller text</source>
        <translation>减小文字(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Usual text size</source>
        <translation>默认文字大小(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Presentation</source>
        <translation>演示模式(&amp;P)</translation>
    </message>
    <message>
        <source>Large type, few panels and a caption, for a room</source>
        <translation>大号文字、少量面板和说明文字，适合在会议室中展示</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>主题(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;System</source>
        <translation>跟随系统(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>浅色(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>深色(&amp;D)</translation>
    </message>
    <message>
        <source>Langua&amp;ge</source>
        <translation>语言(&amp;G)</translation>
    </message>
    <message>
        <source>The language changes when the program starts again.</source>
        <translation>语言将在程序下次启动时更改。</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Lesson</source>
        <translation>教程(&amp;L)</translation>
    </message>
    <message>
        <source>Ten minutes through the method, in this window</source>
        <translation>用十分钟在此窗口中了解整个方法</translation>
    </message>
    <message>
        <source>&amp;Open a lesson…</source>
        <translation>打开教程(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;End the lesson</source>
        <translation>结束教程(&amp;E)</translation>
    </message>
    <message>
        <source>Your own settings come back</source>
        <translation>恢复您自己的设置</translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation>快捷键(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Glossary</source>
        <translation>术语表(&amp;G)</translation>
    </message>
    <message>
        <source>Glossary</source>
        <translation>术语表</translation>
    </message>
    <message>
        <source>&amp;About Stepscope</source>
        <translation>关于 Stepscope(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Run (waits for the training)</source>
        <translation>运行(&amp;R)（等待训练完成）</translation>
    </message>
    <message>
        <source>&amp;Run (waits for the study)</source>
        <translation>运行(&amp;R)（等待研究完成）</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Ctrl+Enter</translation>
    </message>
    <message>
        <source>In the problem: run it</source>
        <translation>在题目中：运行</translation>
    </message>
    <message>
        <source>Up, Down</source>
        <translation>上、下</translation>
    </message>
    <message>
        <source>In the lanes: select a trace</source>
        <translation>在泳道中：选择轨迹</translation>
    </message>
    <message>
        <source>Left, Right</source>
        <translation>左、右</translation>
    </message>
    <message>
        <source>In the lanes: select a step of the trace</source>
        <translation>在泳道中：选择轨迹的步骤</translation>
    </message>
    <message>
        <source>+, -, 0</source>
        <translation>+, -, 0</translation>
    </message>
    <message>
        <source>In the lanes: zoom the steps in and out, show whole traces</source>
        <translation>在泳道中：放大和缩小步骤，显示完整轨迹</translation>
    </message>
    <message>
        <source>Shift+Left, Shift+Right</source>
        <translation>Shift+左、Shift+右</translation>
    </message>
    <message>
        <source>In the lanes: move zoomed steps</source>
        <translation>在泳道中：移动放大后的步骤</translation>
    </message>
    <message>
        <source>Ctrl+wheel, Shift+wheel, drag</source>
        <translation>Ctrl+滚轮、Shift+滚轮、拖动</translation>
    </message>
    <message>
        <source>On the steps: zoom and move them</source>
        <translation>在步骤上：缩放和移动</translation>
    </message>
    <message>
        <source>Left, Right, Space</source>
        <translation>左、右、空格</translation>
    </message>
    <message>
        <source>In a comparison: previous and next decision, play or pause</source>
        <translation>在对比中：上一个和下一个决策，播放或暂停</translation>
    </message>
    <message>
        <source>Left, Right, Page keys, Home, End</source>
        <translation>左、右、翻页键、Home、End</translation>
    </message>
    <message>
        <source>In the time slider: move through the run</source>
        <translation>在时间滑块中：在运行中移动</translation>
    </message>
    <message>
        <source>Up, Down, Left, Right</source>
        <translation>上、下、左、右</translation>
    </message>
    <message>
        <source>In the vote: another answer, another of its traces</source>
        <translation>在投票中：切换答案，切换其轨迹</translation>
    </message>
    <message>
        <source>Enter, F2, Delete</source>
        <translation>Enter、F2、Delete</translation>
    </message>
    <message>
        <source>In the notes: go there, change the text, delete</source>
        <translation>在笔记中：跳转、修改文本、删除</translation>
    </message>
    <message>
        <source>Right, Page Down; Left, Page Up</source>
        <translation>右、Page Down；左、Page Up</translation>
    </message>
    <message>
        <source>In a presentation: the next event, the one before</source>
        <translation>在演示中：下一个事件、上一个事件</translation>
    </message>
    <message>
        <source>Space, Home, End, Esc</source>
        <translation>空格、Home、End、Esc</translation>
    </message>
    <message>
        <source>In a presentation: go on or pause, the beginning, the end, leave</source>
        <translation>在演示中：继续或暂停、开头、结尾、退出</translation>
    </message>
    <message>
        <source>Tab, Shift+Tab</source>
        <translation>Tab、Shift+Tab</translation>
    </message>
    <message>
        <source>Next and previous control</source>
        <translation>下一个和上一个控件</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>About Stepscope</source>
        <translation>关于 Stepscope</translation>
    </message>
    <message>
        <source>&lt;h3&gt;Stepscope %1&lt;/h3&gt;&lt;p&gt;Watch a language model reason in parallel. Every step is scored from its hidden state. When memory is full, the trace with the lowest score is pruned. The finished traces vote, weighted by score.&lt;/p&gt;&lt;p&gt;The method is STEP (arXiv 2601.09093).&lt;/p&gt;&lt;p&gt;Made with Qt %2 and Qt Charts. The source is under the MIT License; with Qt Charts in it, the program is under the GNU General Public License, version 3.&lt;/p&gt;</source>
        <translation>&lt;h3&gt;Stepscope %1&lt;/h3&gt;&lt;p&gt;观看语言模型并行推理。每个步骤都根据其隐藏状态评分。内存已满时，评分最低的轨迹会被剪枝。完成的轨迹按评分加权投票。&lt;/p&gt;&lt;p&gt;所用方法为 STEP (arXiv 2601.09093)。&lt;/p&gt;&lt;p&gt;使用 Qt %2 和 Qt Charts 构建。源代码采用 MIT 许可证；由于包含 Qt Charts，程序整体采用 GNU 通用公共许可证第 3 版。&lt;/p&gt;</translation>
    </message>
    <message>
        <source>Continue on the CPU</source>
        <translation>在 CPU 上继续</translation>
    </message>
    <message>
        <source>Open a model file</source>
        <translation>打开模型文件</translation>
    </message>
    <message>
        <source>GGUF models (*.gguf);;All files (*)</source>
        <translation>GGUF 模型 (*.gguf);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Look for models in a folder</source>
        <translation>在文件夹中查找模型</translation>
    </message>
    <message>
        <source>%1 is searched now, but the setting could not be saved.</source>
        <translation>正在搜索 %1，但无法保存此设置。</translation>
    </message>
    <message>
        <source>1 model in %1 was added to the menu.</source>
        <translation>已将 %1 中的 1 个模型添加到菜单。</translation>
    </message>
    <message>
        <source>%1 models in %2 were added to the menu.</source>
        <translation>已将 %2 中的 %1 个模型添加到菜单。</translation>
    </message>
    <message>
        <source>No model was found in %1. Models that you put there will appear in the menu.</source>
        <translation>在 %1 中未找到模型。放入其中的模型会出现在菜单中。</translation>
    </message>
    <message>
        <source>Use a plain prompt</source>
        <translation>使用纯文本提示词</translation>
    </message>
    <message>
        <source>Open a model folder</source>
        <translation>打开模型文件夹</translation>
    </message>
    <message>
        <source>Open a scorer</source>
        <translation>打开评分器</translation>
    </message>
    <message>
        <source>Scorers (*.pt *.safetensors);;All files (*)</source>
        <translation>评分器 (*.pt *.safetensors);;所有文件 (*)</translation>
    </message>
    <message>
        <source>%1 is not a recording, model, scorer or folder.</source>
        <translation>%1 不是录制文件、模型、评分器或文件夹。</translation>
    </message>
    <message>
        <source>%1 is empty: it has no problem.</source>
        <translation>%1 为空：没有题目。</translation>
    </message>
    <message>
        <source>The problem of the next run is the text of %1.</source>
        <translation>下次运行的题目为 %1 的文本。</translation>
    </message>
    <message>
        <source>&amp;Step to</source>
        <translation>跳转到(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Next event</source>
        <translation>下一个事件(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Previous event</source>
        <translation>上一个事件(&amp;P)</translation>
    </message>
    <message>
        <source>Next p&amp;rune</source>
        <translation>下一次剪枝(&amp;R)</translation>
    </message>
    <message>
        <source>Previous pr&amp;une</source>
        <translation>上一次剪枝(&amp;U)</translation>
    </message>
    <message>
        <source>Next &amp;leader of the vote</source>
        <translation>下一个领先答案(&amp;L)</translation>
    </message>
    <message>
        <source>Previous l&amp;eader of the vote</source>
        <translation>上一个领先答案(&amp;E)</translation>
    </message>
    <message>
        <source>Next p&amp;ass of the model</source>
        <translation>模型的下一次前向计算(&amp;A)</translation>
    </message>
    <message>
        <source>Previous pa&amp;ss of the model</source>
        <translation>模型的上一次前向计算(&amp;S)</translation>
    </message>
    <message>
        <source>Pause &amp;at</source>
        <translation>暂停于(&amp;A)</translation>
    </message>
    <message>
        <source>The first &amp;saturation, before a trace is pruned</source>
        <translation>首次饱和，在剪枝之前(&amp;S)</translation>
    </message>
    <message>
        <source>Every &amp;prune or preemption</source>
        <translation>每次剪枝或抢占(&amp;P)</translation>
    </message>
    <message>
        <source>A new &amp;leader of the vote</source>
        <translation>投票出现新的领先答案(&amp;L)</translation>
    </message>
    <message>
        <source>The first &amp;answer</source>
        <translation>第一个答案(&amp;A)</translation>
    </message>
    <message>
        <source>The model used last time is gone: %1. The demo model is used instead.</source>
        <translation>上次使用的模型已不存在：%1。改用演示模型。</translation>
    </message>
    <message>
        <source>The model used last time could not be loaded. The demo model is used instead. The reason: %1</source>
        <translation>无法加载上次使用的模型。改用演示模型。原因：%1</translation>
    </message>
    <message>
        <source>KV cache %1 instead of %2</source>
        <translation>KV 缓存 %1，而非 %2</translation>
    </message>
    <message>
        <source>n %1 instead of %2, as more do not fit</source>
        <translation>n 为 %1，而非 %2，因为无法容纳更多</translation>
    </message>
    <message>
        <source>Your settings stay. Adapted: %1.</source>
        <translation>您的设置保持不变。已调整：%1。</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>笔记</translation>
    </message>
    <message>
        <source>What people wrote about this run, kept beside its recording</source>
        <translation>关于此运行的笔记，保存在其录制文件旁</translation>
    </message>
    <message>
        <source>There is no run to write about yet.</source>
        <translation>还没有可供记录笔记的运行。</translation>
    </message>
    <message>
        <source>Write a note on step %1 of %2</source>
        <translation>为 %2 的步骤 %1 写笔记</translation>
    </message>
    <message>
        <source>Write a note on trace %1</source>
        <translation>为轨迹 %1 写笔记</translation>
    </message>
    <message>
        <source>Write a note at this moment</source>
        <translation>为此时刻写笔记</translation>
    </message>
    <message>
        <source>Scoring the recording with %1: %2</source>
        <translation>正在用 %1 为录制文件评分：%2</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>The recording keeps its scores: %1</source>
        <translation>录制文件保留原有评分：%1</translation>
    </message>
    <message>
        <source>The recording keeps its scores.</source>
        <translation>录制文件保留原有评分。</translation>
    </message>
    <message>
        <source>The recording is re-scored with %1.</source>
        <translation>已用 %1 为录制文件重新评分。</translation>
    </message>
    <message>
        <source>The answer is still %1.</source>
        <translation>答案仍为 %1。</translation>
    </message>
    <message>
        <source>The answer is %1.</source>
        <translation>答案为 %1。</translation>
    </message>
    <message>
        <source>The answer was %1 and is now %2.</source>
        <translation>答案原为 %1，现为 %2。</translation>
    </message>
    <message>
        <source>Save the recording to keep the new scores.</source>
        <translation>如需保留新评分，请保存录制文件。</translation>
    </message>
    <message>
        <source>%1 is loaded for the next run. The recording shown has other scores.</source>
        <translation>已为下次运行加载 %1。当前显示的录制文件使用其他评分。</translation>
    </message>
    <message>
        <source>Score it again</source>
        <translation>重新评分</translation>
    </message>
    <message>
        <source>There is no finished run to score again yet.</source>
        <translation>还没有可重新评分的已完成运行。</translation>
    </message>
    <message>
        <source>Score the run shown with another scorer</source>
        <translation>用其他评分器为当前运行评分</translation>
    </message>
    <message>
        <source>Save the run?</source>
        <translation>保存运行？</translation>
    </message>
    <message>
        <source>The run is in progress, and nothing of it is saved.</source>
        <translation>运行正在进行，尚未保存任何内容。</translation>
    </message>
    <message>
        <source>The run is not saved.</source>
        <translation>运行尚未保存。</translation>
    </message>
    <message>
        <source>There is no problem yet: type one or choose an example.</source>
        <translation>还没有题目：请输入题目或选择示例。</translation>
    </message>
    <message>
        <source>If you do not save it, Back to the last run in the File menu brings it back, until the next run replaces it.</source>
        <translation>如果不保存，可通过“文件”菜单中的“返回上次运行”找回，直到被下次运行替换。</translation>
    </message>
    <message>
        <source>Open a recording</source>
        <translation>打开录制文件</translation>
    </message>
    <message>
        <source>Recordings (*.stepscope);;All files (*)</source>
        <translation>录制文件 (*.stepscope);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Save the recording</source>
        <translation>保存录制文件</translation>
    </message>
    <message>
        <source>Recordings (*.stepscope)</source>
        <translation>录制文件 (*.stepscope)</translation>
    </message>
    <message>
        <source>The problem of this run is too long to edit. The problem in the box stays.</source>
        <translation>此运行的题目过长，无法编辑。输入框中的题目保持不变。</translation>
    </message>
    <message>
        <source>Folder for recordings</source>
        <translation>录制文件的文件夹</translation>
    </message>
    <message>
        <source>the first token</source>
        <translation>前 1 个词元</translation>
    </message>
    <message>
        <source>the first %1 tokens</source>
        <translation>前 %1 个词元</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%2 的%1</translation>
    </message>
    <message>
        <source>your words</source>
        <translation>您的文字</translation>
    </message>
    <message>
        <source>%1 of %2 and your words</source>
        <translation>%2 的%1和您的文字</translation>
    </message>
    <message>
        <source>A new run: %1 with %2.</source>
        <translation>新的运行：%1，以%2开头。</translation>
    </message>
    <message>
        <source>1 trace begins</source>
        <translation>1 条轨迹</translation>
    </message>
    <message>
        <source>%1 traces begin</source>
        <translation>%1 条轨迹</translation>
    </message>
    <message>
        <source>&amp;Protect, or stop protecting</source>
        <translation>保护或取消保护(&amp;P)</translation>
    </message>
    <message>
        <source>Pr&amp;une now</source>
        <translation>立即剪枝(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Fork after the selected step</source>
        <translation>从选中步骤后分叉(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Rewrite the selected step…</source>
        <translation>改写选中步骤(&amp;R)…</translation>
    </message>
    <message>
        <source>Let the pruned &amp;finish</source>
        <translation>让被剪枝的轨迹写完(&amp;F)</translation>
    </message>
    <message>
        <source>The traces that were cut go on from there, outside of the run&apos;s time and vote</source>
        <translation>被截断的轨迹从截断处继续，不计入运行的时间和投票</translation>
    </message>
    <message>
        <source>&amp;Study</source>
        <translation>研究(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;New study…</source>
        <translation>新建研究(&amp;N)…</translation>
    </message>
    <message>
        <source>Runs policies, n, memory and seeds over a problem set, and writes a report</source>
        <translation>在一个题集上运行多种策略、n、内存和种子，并生成报告</translation>
    </message>
    <message>
        <source>&amp;Continue a study…</source>
        <translation>继续研究(&amp;C)…</translation>
    </message>
    <message>
        <source>Continue a study</source>
        <translation>继续研究</translation>
    </message>
    <message>
        <source>Studies (study.json plan.json)</source>
        <translation>研究 (study.json plan.json)</translation>
    </message>
    <message>
        <source>One that was paused, or stopped with the program, from where it was</source>
        <translation>从中断处继续已暂停或随程序退出而停止的研究</translation>
    </message>
    <message>
        <source>Report of the &amp;embedded model</source>
        <translation>内置模型的报告(&amp;E)</translation>
    </message>
    <message>
        <source>All policies on the problems of the embedded model; opens in the browser</source>
        <translation>内置模型题目上的所有策略；在浏览器中打开</translation>
    </message>
    <message>
        <source>This copy of the program comes without a study: resources/study/report.html is missing</source>
        <translation>此程序副本不含研究：缺少 resources/study/report.html</translation>
    </message>
    <message>
        <source>&amp;Open a study report…</source>
        <translation>打开研究报告(&amp;O)…</translation>
    </message>
    <message>
        <source>Open a study</source>
        <translation>打开研究</translation>
    </message>
    <message>
        <source>Studies (report.html study.json)</source>
        <translation>研究 (report.html study.json)</translation>
    </message>
    <message>
        <source>Opens a study that has run: report.html, or study.json if the report is not written yet</source>
        <translation>打开已运行的研究：report.html；如果尚未生成报告，则打开 study.json</translation>
    </message>
    <message>
        <source>Opened %1 in the browser.</source>
        <translation>已在浏览器中打开 %1。</translation>
    </message>
    <message>
        <source>The study in %1 is not finished.</source>
        <translation>%1 中的研究尚未完成。</translation>
    </message>
    <message>
        <source>Continue it</source>
        <translation>继续研究</translation>
    </message>
    <message>
        <source>The study stopped: %1</source>
        <translation>研究已停止：%1</translation>
    </message>
    <message>
        <source>The study has finished.</source>
        <translation>研究已完成。</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Open a problem set</source>
        <translation>打开题集</translation>
    </message>
    <message>
        <source>Problem sets (*.jsonl *.json);;All files (*)</source>
        <translation>题集 (*.jsonl *.json);;所有文件 (*)</translation>
    </message>
    <message>
        <source>The scorer was not trained: %1</source>
        <translation>评分器未训练成功：%1</translation>
    </message>
    <message>
        <source>The scorer %1 is trained.</source>
        <translation>评分器 %1 已训练完成。</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <comment>menu</comment>
        <translation>运行(&amp;R)</translation>
    </message>
    <message>
        <source>Go to the pro&amp;blem</source>
        <translation>转到题目(&amp;B)</translation>
    </message>
    <message>
        <source>Sort lanes b&amp;y</source>
        <translation>泳道排序依据(&amp;Y)</translation>
    </message>
    <message>
        <source>Larg&amp;er text</source>
        <translation>增大文字(&amp;E)</translation>
    </message>
    <message>
        <source>Selected trac&amp;e</source>
        <translation>选中的轨迹(&amp;E)</translation>
    </message>
    <message>
        <source>Load it with weights as %1</source>
        <translation>以 %1 权重加载</translation>
    </message>
    <message>
        <source>Self-consistency is chosen, because %1.</source>
        <translation>已选择自洽性，因为 %1。</translation>
    </message>
</context>
<context>
    <name>ui::BlockMap</name>
    <message>
        <source>Map of KV blocks</source>
        <translation>KV 块分布图</translation>
    </message>
    <message>
        <source>%1 of %2 blocks in use, %3 of them by the shared prompt</source>
        <translation>已使用 %1/%2 块，其中 %3 块用于共享提示词</translation>
    </message>
    <message>
        <source>Block %1</source>
        <translation>块 %1</translation>
    </message>
    <message>
        <source>Blocks %1 to %2</source>
        <translation>块 %1 至 %2</translation>
    </message>
    <message>
        <source>beyond the capacity</source>
        <translation>超出容量</translation>
    </message>
    <message>
        <source>free</source>
        <translation>空闲</translation>
    </message>
    <message>
        <source>shared prompt</source>
        <translation>共享提示词</translation>
    </message>
    <message>
        <source>trace %1</source>
        <translation>轨迹 %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>ui::CaptionBar</name>
    <message>
        <source>What happened</source>
        <translation>发生了什么</translation>
    </message>
    <message>
        <source>Why, and what follows</source>
        <translation>原因及后果</translation>
    </message>
    <message>
        <source>Who goes next</source>
        <translation>接下来轮到谁</translation>
    </message>
    <message>
        <source>Moment shown</source>
        <translation>当前显示的时刻</translation>
    </message>
    <message>
        <source>← → event · Space go on · Esc leave</source>
        <translation>← → 事件 · 空格 继续 · Esc 退出</translation>
    </message>
    <message>
        <source>Next to go: %1</source>
        <translation>下一个：%1</translation>
    </message>
    <message>
        <source>plays</source>
        <translation>回放中</translation>
    </message>
    <message>
        <source>recorded</source>
        <translation>录制</translation>
    </message>
    <message>
        <source>looking back</source>
        <translation>回看</translation>
    </message>
    <message>
        <source>live</source>
        <translation>实时</translation>
    </message>
</context>
<context>
    <name>ui::CompareColumn</name>
    <message>
        <source>Traces of run %1, %2</source>
        <translation>运行 %1 的轨迹，%2</translation>
    </message>
    <message>
        <source>KV cache of run %1 over time</source>
        <translation>运行 %1 的 KV 缓存随时间变化</translation>
    </message>
    <message>
        <source>Answer of run %1</source>
        <translation>运行 %1 的答案</translation>
    </message>
    <message>
        <source>Remove run %1 from the comparison</source>
        <translation>从对比中移除运行 %1</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>无答案</translation>
    </message>
    <message>
        <source>tie, takes %1</source>
        <translation>平局，取 %1</translation>
    </message>
    <message>
        <source>answers %1</source>
        <translation>答案 %1</translation>
    </message>
    <message>
        <source>by weight %1</source>
        <translation>按权重 %1</translation>
    </message>
    <message>
        <source>by majority %1</source>
        <translation>按多数 %1</translation>
    </message>
    <message>
        <source>, right</source>
        <translation>，正确</translation>
    </message>
    <message>
        <source>, wrong</source>
        <translation>，错误</translation>
    </message>
    <message>
        <source>latency, simulated</source>
        <translation>延迟（模拟）</translation>
    </message>
    <message>
        <source>latency</source>
        <translation>延迟</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>recomputed</source>
        <translation>重新计算</translation>
    </message>
    <message>
        <source>pruned</source>
        <translation>已剪枝</translation>
    </message>
    <message>
        <source>peak KV</source>
        <translation>KV 峰值</translation>
    </message>
    <message>
        <source>%1 of run %2</source>
        <translation>运行 %2 的%1</translation>
    </message>
    <message>
        <source>* Slowed to a pace for watching: the latency says nothing.</source>
        <translation>* 已放慢以便观看：延迟没有参考意义。</translation>
    </message>
</context>
<context>
    <name>ui::ComparePlanDialog</name>
    <message>
        <source>Compare runs</source>
        <translation>对比运行</translation>
    </message>
    <message>
        <source>The problem runs two to four times, one after another at full speed and with the same seed. One thing differs between the runs; all else is as in the controls.</source>
        <translation>同一题目以全速、相同种子依次运行两到四次。各次运行之间只有一处不同，其余均与控件中的设置一致。</translation>
    </message>
    <message>
        <source>What differs between the runs</source>
        <translation>各次运行的不同之处</translation>
    </message>
    <message>
        <source>policies</source>
        <translation>策略</translation>
    </message>
    <message>
        <source>memories</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>scorers</source>
        <translation>评分器</translation>
    </message>
    <message>
        <source>models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>Every run has the loaded model.</source>
        <translation>每次运行都使用已加载的模型。</translation>
    </message>
    <message>
        <source>Add a scorer…</source>
        <translation>添加评分器…</translation>
    </message>
    <message>
        <source>Each is loaded when its turn comes, with the scorer beside it. The model that is loaded now comes back at the end.</source>
        <translation>轮到时才加载各模型及其旁边的评分器。结束后恢复当前加载的模型。</translation>
    </message>
    <message>
        <source>Add a model…</source>
        <translation>添加模型…</translation>
    </message>
    <message>
        <source>What is missing</source>
        <translation>缺少的内容</translation>
    </message>
    <message>
        <source>Needs a step scorer, and none is loaded</source>
        <translation>需要步骤评分器，但尚未加载</translation>
    </message>
    <message>
        <source>KV caches to compare, in MiB</source>
        <translation>要对比的 KV 缓存大小（MiB）</translation>
    </message>
    <message>
        <source>12, 24, 48</source>
        <translation>12, 24, 48</translation>
    </message>
    <message>
        <source>KV caches in MiB, with commas between. The policy is the one in the controls.</source>
        <translation>KV 缓存大小（MiB），以逗号分隔。策略与控件中的设置一致。</translation>
    </message>
    <message>
        <source>Add scorers</source>
        <translation>添加评分器</translation>
    </message>
    <message>
        <source>Scorers (*.pt *.safetensors);;All files (*)</source>
        <translation>评分器 (*.pt *.safetensors);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Add models</source>
        <translation>添加模型</translation>
    </message>
    <message>
        <source>Models (*.gguf *.safetensors);;All files (*)</source>
        <translation>模型 (*.gguf *.safetensors);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Give two to four amounts of memory in MiB, such as 12, 24, 48.</source>
        <translation>请给出两到四个以 MiB 为单位的内存大小，例如 12, 24, 48。</translation>
    </message>
    <message>
        <source>Choose two to four.</source>
        <translation>请选择两到四个。</translation>
    </message>
</context>
<context>
    <name>ui::CompareWindow</name>
    <message>
        <source>Compare runs – Stepscope</source>
        <translation>对比运行 – Stepscope</translation>
    </message>
    <message>
        <source>What differs</source>
        <translation>不同之处</translation>
    </message>
    <message>
        <source>&amp;What if…</source>
        <translation>假设分析(&amp;W)…</translation>
    </message>
    <message>
        <source>&amp;Add a run…</source>
        <translation>添加运行(&amp;A)…</translation>
    </message>
    <message>
        <source>A recording of the same problem</source>
        <translation>同一题目的录制文件</translation>
    </message>
    <message>
        <source>&amp;Save…</source>
        <translation>保存(&amp;S)…</translation>
    </message>
    <message>
        <source>As a folder with compare.json and a recording of each run</source>
        <translation>保存为文件夹，包含 compare.json 和每次运行的录制文件</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>导出(&amp;E)…</translation>
    </message>
    <message>
        <source>As one web page with all runs and one time slider</source>
        <translation>导出为单个网页，包含所有运行和一个时间滑块</translation>
    </message>
    <message>
        <source>Asks run A what another policy, memory or number of traces would have made of its traces</source>
        <translation>分析运行 A：换用其他策略、内存或轨迹数时，其轨迹会有怎样的结果</translation>
    </message>
    <message>
        <source>Moment shown</source>
        <translation>当前显示的时刻</translation>
    </message>
    <message>
        <source>Previous decision in any run (Left)</source>
        <translation>任一运行中的上一个决策（左）</translation>
    </message>
    <message>
        <source>Play or pause (Space)</source>
        <translation>播放或暂停（空格）</translation>
    </message>
    <message>
        <source>Next decision in any run (Right)</source>
        <translation>任一运行中的下一个决策（右）</translation>
    </message>
    <message>
        <source>Time of all runs</source>
        <translation>所有运行的时间</translation>
    </message>
    <message>
        <source>Speed of the replay</source>
        <translation>回放速度</translation>
    </message>
    <message>
        <source>known answer %1</source>
        <translation>已知答案 %1</translation>
    </message>
    <message>
        <source>%1 %2 against A %3:</source>
        <translation>%1 %2 与 A %3 相比：</translation>
    </message>
    <message>
        <source>Opening %1…</source>
        <translation>正在打开 %1…</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Add runs</source>
        <translation>添加运行</translation>
    </message>
    <message>
        <source>Recordings (*.stepscope);;All files (*)</source>
        <translation>录制文件 (*.stepscope);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Folder for the comparison</source>
        <translation>对比的保存文件夹</translation>
    </message>
    <message>
        <source>Saved in %1.</source>
        <translation>已保存到 %1。</translation>
    </message>
    <message>
        <source>Export as a web page</source>
        <translation>导出为网页</translation>
    </message>
    <message>
        <source>Web pages (*.html)</source>
        <translation>网页 (*.html)</translation>
    </message>
    <message>
        <source>Exported to %1.</source>
        <translation>已导出到 %1。</translation>
    </message>
</context>
<context>
    <name>ui::ComparedRuns</name>
    <message>
        <source>There are four runs already. Remove one first.</source>
        <translation>已有四次运行。请先移除一次。</translation>
    </message>
    <message>
        <source>This run is of another problem. Only runs of the same problem can be compared.</source>
        <translation>此运行属于其他题目。只能对比同一题目的运行。</translation>
    </message>
</context>
<context>
    <name>ui::DeviceBox</name>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>The best device that this version can use</source>
        <translation>此版本可用的最佳设备</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>%1 free</source>
        <translation>%1 可用</translation>
    </message>
    <message>
        <source>GPU %1 · %2 · %3</source>
        <translation>GPU %1 · %2 · %3</translation>
    </message>
    <message>
        <source>%1, GPU %2: %3 of %4</source>
        <translation>%1，GPU %2：%3/%4</translation>
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
        <translation>按命令行指定</translation>
    </message>
    <message>
        <source>No GPU: %1</source>
        <translation>无 GPU：%1</translation>
    </message>
</context>
<context>
    <name>ui::DockTitle</name>
    <message>
        <source>Hide %1</source>
        <translation>隐藏“%1”</translation>
    </message>
    <message>
        <source>Keep this panel beside the lanes</source>
        <translation>将此面板固定在泳道旁</translation>
    </message>
    <message>
        <source>Float or dock this panel</source>
        <translation>浮动或停靠此面板</translation>
    </message>
    <message>
        <source>Keep %1 beside the lanes</source>
        <translation>将“%1”固定在泳道旁</translation>
    </message>
    <message>
        <source>Float or dock %1</source>
        <translation>浮动或停靠“%1”</translation>
    </message>
    <message>
        <source>Fold this panel up again (Esc)</source>
        <translation>重新收起此面板 (Esc)</translation>
    </message>
    <message>
        <source>Hide this panel (View menu shows it again)</source>
        <translation>隐藏此面板（可通过“视图”菜单重新显示）</translation>
    </message>
</context>
<context>
    <name>ui::EdgeBar</name>
    <message>
        <source>Folded panels at the left</source>
        <translation>左侧收起的面板</translation>
    </message>
    <message>
        <source>Folded panels at the right</source>
        <translation>右侧收起的面板</translation>
    </message>
</context>
<context>
    <name>ui::EpochTable</name>
    <message>
        <source>Epochs of the training</source>
        <translation>训练轮次</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
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
        <translation>对训练步骤的遍历；保留最佳一轮的权重</translation>
    </message>
    <message>
        <source>On the training steps, mean over the epoch</source>
        <translation>训练步骤上该轮次的平均值</translation>
    </message>
    <message>
        <source>On the validation steps: how often a step of a right trace scores above one of a wrong trace</source>
        <translation>验证步骤上：正确轨迹的步骤评分高于错误轨迹步骤的频率</translation>
    </message>
    <message>
        <source>On the validation steps, called right from a score of 0.5 on</source>
        <translation>验证步骤上，评分达到 0.5 视为正确</translation>
    </message>
    <message>
        <source>The best epoch: the scorer has its weights</source>
        <translation>最佳轮次：评分器采用其权重</translation>
    </message>
</context>
<context>
    <name>ui::EventsModel</name>
    <message>
        <source>%1 traces pruned in one pass: </source>
        <translation>一次前向计算中剪枝 %1 条轨迹：</translation>
    </message>
    <message>
        <source>%1 traces preempted in one pass: </source>
        <translation>一次前向计算中抢占 %1 条轨迹：</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>及另外 %1 条</translation>
    </message>
    <message>
        <source>1 earlier event is not listed.</source>
        <translation>未列出 1 个更早的事件。</translation>
    </message>
    <message>
        <source>%1 earlier events are not listed.</source>
        <translation>未列出 %1 个更早的事件。</translation>
    </message>
    <message>
        <source>, later</source>
        <translation>，稍后</translation>
    </message>
    <message>
        <source>Click: show the first of them, and each on a line of its own</source>
        <translation>单击：显示其中第一个，并逐行列出</translation>
    </message>
    <message>
        <source>Click: show this moment and its trace</source>
        <translation>单击：显示此时刻及其轨迹</translation>
    </message>
</context>
<context>
    <name>ui::EventsPanel</name>
    <message>
        <source>Events, newest first</source>
        <translation>事件，最新的在前</translation>
    </message>
    <message>
        <source>All events</source>
        <translation>所有事件</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Vote</source>
        <translation>投票</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Which events to list</source>
        <translation>列出哪些事件</translation>
    </message>
</context>
<context>
    <name>ui::Exports</name>
    <message>
        <source>E&amp;xport</source>
        <translation>导出(&amp;X)</translation>
    </message>
    <message>
        <source>&amp;Web page…</source>
        <translation>网页(&amp;W)…</translation>
    </message>
    <message>
        <source>&amp;Tables (CSV)…</source>
        <translation>表格 (CSV)(&amp;T)…</translation>
    </message>
    <message>
        <source>T&amp;race events for Perfetto…</source>
        <translation>Perfetto 跟踪事件(&amp;R)…</translation>
    </message>
    <message>
        <source>&amp;Picture</source>
        <translation>图片(&amp;P)</translation>
    </message>
    <message>
        <source>Copy as picture</source>
        <translation>复制为图片</translation>
    </message>
    <message>
        <source>Export as a web page</source>
        <translation>导出为网页</translation>
    </message>
    <message>
        <source>Web pages (*.html)</source>
        <translation>网页 (*.html)</translation>
    </message>
    <message>
        <source>Folder for traces.csv, steps.csv, events.csv and votes.csv</source>
        <translation>traces.csv、steps.csv、events.csv 和 votes.csv 的文件夹</translation>
    </message>
    <message>
        <source>Export trace events</source>
        <translation>导出跟踪事件</translation>
    </message>
    <message>
        <source>Trace events (*.json)</source>
        <translation>跟踪事件 (*.json)</translation>
    </message>
    <message>
        <source>Exported to %1</source>
        <translation>已导出到 %1</translation>
    </message>
    <message>
        <source>The export failed. %1</source>
        <translation>导出失败。%1</translation>
    </message>
    <message>
        <source>at %1 of %2</source>
        <translation>%1/%2 处</translation>
    </message>
    <message>
        <source> · simulated by a script</source>
        <translation> · 由脚本模拟</translation>
    </message>
    <message>
        <source>Save a picture</source>
        <translation>保存图片</translation>
    </message>
    <message>
        <source>Pictures (*.png);;Vector graphics (*.svg)</source>
        <translation>图片 (*.png);;矢量图 (*.svg)</translation>
    </message>
</context>
<context>
    <name>ui::FillBar</name>
    <message>
        <source>Fill level of the KV cache</source>
        <translation>KV 缓存填充程度</translation>
    </message>
</context>
<context>
    <name>ui::GetModelDialog</name>
    <message>
        <source>Get a model</source>
        <translation>获取模型</translation>
    </message>
    <message>
        <source>With %1, %2</source>
        <translation>使用 %1，%2</translation>
    </message>
    <message>
        <source>✓ Fits this machine. %1.</source>
        <translation>✓ 适合此计算机。%1。</translation>
    </message>
    <message>
        <source>✗ %1.</source>
        <translation>✗ %1。</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy the command for %1</source>
        <translation>复制 %1 的命令</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>No scorer is published for it. Train one here: File, Train a scorer.</source>
        <translation>该模型没有已发布的评分器。可在此训练：“文件”&gt;“训练评分器”。</translation>
    </message>
    <message>
        <source>✓ Its scorer is on this machine: %1</source>
        <translation>✓ 其评分器已在此计算机上：%1</translation>
    </message>
    <message>
        <source>Its scorer: %1</source>
        <translation>其评分器：%1</translation>
    </message>
    <message>
        <source>Scorer&apos;s page</source>
        <translation>评分器页面</translation>
    </message>
    <message>
        <source>Page of the scorer for %1</source>
        <translation>%1 的评分器页面</translation>
    </message>
    <message>
        <source>%1 parameters</source>
        <translation>%1 参数</translation>
    </message>
    <message>
        <source> · measured in the STEP paper</source>
        <translation> · STEP 论文中测量过</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>加载</translation>
    </message>
    <message>
        <source>Load %1</source>
        <translation>加载 %1</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Page of %1</source>
        <translation>%1 的页面</translation>
    </message>
    <message>
        <source>Weights %1. %2</source>
        <translation>权重 %1。%2</translation>
    </message>
    <message>
        <source>Without a GPU it is slow.</source>
        <translation>没有 GPU 时速度较慢。</translation>
    </message>
    <message>
        <source>✓ On this machine: %1</source>
        <translation>✓ 已在此计算机上：%1</translation>
    </message>
    <message>
        <source>Looking at this machine…</source>
        <translation>正在检查此计算机…</translation>
    </message>
    <message>
        <source>This machine: %1, %2 of memory.</source>
        <translation>此计算机：%1，%2 内存。</translation>
    </message>
    <message>
        <source>It would fit with %1 (%2).</source>
        <translation>采用以下设置可以容纳：%1（%2）。</translation>
    </message>
    <message>
        <source>The commands are of Hugging Face&apos;s tool (pip install huggingface_hub). What they fetch appears in the Models menu by itself. A scorer goes into the model&apos;s folder as step_scorer/step_scorer.pt, or into any folder that Models, Look in another folder, names; it then stands in the Scorers menu.</source>
        <translation>这些命令使用 Hugging Face 的工具 (pip install huggingface_hub)。下载的内容会自动出现在“模型”菜单中。评分器应以 step_scorer/step_scorer.pt 为名放入模型文件夹，或放入通过“模型”&gt;“在其他文件夹中查找”指定的任意文件夹；之后会出现在“评分器”菜单中。</translation>
    </message>
</context>
<context>
    <name>ui::GuardedApplication</name>
    <message>
        <source>Something went wrong: %1</source>
        <translation>出现问题：%1</translation>
    </message>
    <message>
        <source>there is not enough memory for it</source>
        <translation>内存不足，无法完成</translation>
    </message>
    <message>
        <source>an unknown error</source>
        <translation>未知错误</translation>
    </message>
</context>
<context>
    <name>ui::HistoryDialog</name>
    <message>
        <source>Recent runs</source>
        <translation>最近的运行</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>题目</translation>
    </message>
    <message>
        <source>Policy</source>
        <translation>策略</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>答案</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>开始时间</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Runs that were kept, newest first</source>
        <translation>保留的运行，最新的在前</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>Two to four runs of the same problem, side by side</source>
        <translation>同一题目的两到四次运行，并排显示</translation>
    </message>
    <message>
        <source>Show the folder</source>
        <translation>显示文件夹</translation>
    </message>
    <message>
        <source>Limits…</source>
        <translation>限制…</translation>
    </message>
    <message>
        <source>How many runs are kept, and for how long</source>
        <translation>保留多少次运行以及保留多久</translation>
    </message>
    <message>
        <source>%1, %2. The oldest go beyond %3 runs, %4 or %5 days.</source>
        <translation>%1，%2。超过 %3 次运行、%4 或 %5 天时，最旧的会被删除。</translation>
    </message>
    <message>
        <source>1 run</source>
        <translation>1 次运行</translation>
    </message>
    <message>
        <source>%1 runs</source>
        <translation>%1 次运行</translation>
    </message>
</context>
<context>
    <name>ui::HistoryLimitsDialog</name>
    <message>
        <source>Limits of the history</source>
        <translation>历史记录限制</translation>
    </message>
    <message>
        <source>Runs to keep at most</source>
        <translation>最多保留的运行次数</translation>
    </message>
    <message>
        <source> MiB</source>
        <translation> MiB</translation>
    </message>
    <message>
        <source>Disk space for all of them</source>
        <translation>全部运行占用的磁盘空间</translation>
    </message>
    <message>
        <source> days</source>
        <translation> 天</translation>
    </message>
    <message>
        <source>Days to keep a run</source>
        <translation>每次运行的保留天数</translation>
    </message>
    <message>
        <source>&amp;Runs to keep at most</source>
        <translation>最多保留的运行次数(&amp;R)</translation>
    </message>
    <message>
        <source>Disk &amp;space for all of them</source>
        <translation>全部运行占用的磁盘空间(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Days to keep a run</source>
        <translation>每次运行的保留天数(&amp;D)</translation>
    </message>
    <message>
        <source>What these limits remove</source>
        <translation>这些限制会删除的内容</translation>
    </message>
    <message>
        <source>OK removes no run.</source>
        <translation>“确定”不会删除任何运行。</translation>
    </message>
    <message>
        <source>OK removes the oldest run.</source>
        <translation>“确定”将删除最旧的一次运行。</translation>
    </message>
    <message>
        <source>OK removes the %1 oldest runs.</source>
        <translation>“确定”将删除最旧的 %1 次运行。</translation>
    </message>
</context>
<context>
    <name>ui::HitDelegate</name>
    <message>
        <source>step %1</source>
        <translation>步骤 %1</translation>
    </message>
    <message>
        <source>end</source>
        <translation>结尾</translation>
    </message>
</context>
<context>
    <name>ui::HitsModel</name>
    <message>
        <source>step %1, score %2</source>
        <translation>步骤 %1，评分 %2</translation>
    </message>
    <message>
        <source>text after the last scored step</source>
        <translation>最后一个已评分步骤之后的文本</translation>
    </message>
</context>
<context>
    <name>ui::KvHistory</name>
    <message>
        <source>Use of the KV cache over time</source>
        <translation>KV 缓存使用情况随时间变化</translation>
    </message>
    <message>
        <source>Blocks in use over time. Dashed: capacity. Scissors: a trace was pruned. Bars: a trace had to wait. Click to go to that moment.</source>
        <translation>使用中的块随时间变化。虚线：容量。剪刀：一条轨迹被剪枝。竖条：一条轨迹不得不等待。单击可跳转到该时刻。</translation>
    </message>
    <message>
        <source>1 trace pruned</source>
        <translation>1 条轨迹被剪枝</translation>
    </message>
    <message>
        <source>%1 traces pruned</source>
        <translation>%1 条轨迹被剪枝</translation>
    </message>
    <message>
        <source>1 preemption</source>
        <translation>1 次抢占</translation>
    </message>
    <message>
        <source>%1 preemptions</source>
        <translation>%1 次抢占</translation>
    </message>
    <message>
        <source>at most %1 of %2 blocks used</source>
        <translation>最多使用 %1/%2 块</translation>
    </message>
    <message>
        <source>capacity %1 blocks</source>
        <translation>容量 %1 块</translation>
    </message>
</context>
<context>
    <name>ui::KvPanel</name>
    <message>
        <source>KV cache</source>
        <translation>KV 缓存</translation>
    </message>
    <message>
        <source>Saturated: %1</source>
        <translation>已饱和：%1</translation>
    </message>
    <message>
        <source>Saturated</source>
        <translation>已饱和</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>块</translation>
    </message>
    <message>
        <source>no run yet</source>
        <translation>尚无运行</translation>
    </message>
    <message>
        <source>%1 of %2 blocks</source>
        <translation>%1/%2 块</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1/%2</translation>
    </message>
    <message>
        <source>A block is %1 tokens, in the colour of its trace&apos;s score</source>
        <translation>一块为 %1 个词元，颜色表示其轨迹的评分</translation>
    </message>
    <message>
        <source>A cell is %1 blocks, in the colour of their trace&apos;s score</source>
        <translation>一格为 %1 块，颜色表示其轨迹的评分</translation>
    </message>
    <message>
        <source>striped: shared prompt</source>
        <translation>条纹：共享提示词</translation>
    </message>
    <message>
        <source>empty: free</source>
        <translation>空白：空闲</translation>
    </message>
    <message>
        <source>outlined: %1</source>
        <translation>描边：%1</translation>
    </message>
    <message>
        <source>saturated · %1</source>
        <translation>已饱和 · %1</translation>
    </message>
    <message>
        <source>%1 full</source>
        <translation>已用 %1</translation>
    </message>
    <message>
        <source>Peak %1 of %2 blocks</source>
        <translation>峰值 %1/%2 块</translation>
    </message>
    <message>
        <source>saturated at %1</source>
        <translation>于 %1 饱和</translation>
    </message>
    <message>
        <source>1 trace pruned</source>
        <translation>1 条轨迹被剪枝</translation>
    </message>
    <message>
        <source>%1 traces pruned</source>
        <translation>%1 条轨迹被剪枝</translation>
    </message>
    <message>
        <source>1 preemption</source>
        <translation>1 次抢占</translation>
    </message>
    <message>
        <source>%1 preemptions</source>
        <translation>%1 次抢占</translation>
    </message>
    <message>
        <source>The forecast of saturation appears here when a run starts.</source>
        <translation>运行开始后，此处会显示饱和预测。</translation>
    </message>
    <message>
        <source>&lt;b&gt;Full.&lt;/b&gt; The next block makes a trace wait.</source>
        <translation>&lt;b&gt;已满。&lt;/b&gt;需要下一块时，将有一条轨迹等待。</translation>
    </message>
    <message>
        <source>&lt;b&gt;Full.&lt;/b&gt; For the next block, the trace with the lowest score is pruned.</source>
        <translation>&lt;b&gt;已满。&lt;/b&gt;需要下一块时，评分最低的轨迹将被剪枝。</translation>
    </message>
    <message>
        <source>&lt;b&gt;Full.&lt;/b&gt; For the next block, a trace is pruned.</source>
        <translation>&lt;b&gt;已满。&lt;/b&gt;需要下一块时，将有一条轨迹被剪枝。</translation>
    </message>
    <message>
        <source>Room for &lt;b&gt;%1 tokens&lt;/b&gt; before the next trace is pruned</source>
        <translation>还可容纳 &lt;b&gt;%1 个词元&lt;/b&gt;，之后将有轨迹被剪枝</translation>
    </message>
    <message>
        <source>Room for &lt;b&gt;%1 tokens&lt;/b&gt; before the next trace must wait</source>
        <translation>还可容纳 &lt;b&gt;%1 个词元&lt;/b&gt;，之后将有轨迹等待</translation>
    </message>
    <message>
        <source>Saturates in about &lt;b&gt;%1 tokens&lt;/b&gt; (%2 a trace</source>
        <translation>约 &lt;b&gt;%1 个词元&lt;/b&gt;后饱和（每条轨迹 %2</translation>
    </message>
    <message>
        <source>, %1 at this pace</source>
        <translation>，按此速度需 %1</translation>
    </message>
    <message>
        <source>The prompt is being computed.</source>
        <translation>正在计算提示词。</translation>
    </message>
    <message>
        <source>%1 at %2</source>
        <translation>%1，评分 %2</translation>
    </message>
    <message>
        <source>%1, not scored yet</source>
        <translation>%1，尚未评分</translation>
    </message>
    <message>
        <source>next victim &lt;b style=&apos;color:%1&apos;&gt;%2&lt;/b&gt;</source>
        <translation>下一个被剪枝 &lt;b style=&apos;color:%1&apos;&gt;%2&lt;/b&gt;</translation>
    </message>
    <message>
        <source>%1 blocks, and the server does not say of how many</source>
        <translation>%1 个块；服务器没有说明总数</translation>
    </message>
    <message>
        <source>Peak of this run %1 blocks. The server itself makes traces wait when its memory is full.</source>
        <translation>本次运行的峰值为 %1 个块。服务器内存满时会自己让轨迹等待。</translation>
    </message>
</context>
<context>
    <name>ui::LanesHeader</name>
    <message>
        <source>Whole trace</source>
        <translation>完整轨迹</translation>
    </message>
    <message>
        <source>Show whole traces again (Alt+0). Ctrl+wheel zooms the strips, Shift+wheel moves them.</source>
        <translation>重新显示完整轨迹 (Alt+0)。Ctrl+滚轮缩放条带，Shift+滚轮移动条带。</translation>
    </message>
    <message>
        <source>Steps: tokens %1 to %2 of %3</source>
        <translation>步骤：第 %1 至 %2 个词元，共 %3 个</translation>
    </message>
</context>
<context>
    <name>ui::LanesModel</name>
    <message>
        <source>Trace</source>
        <translation>轨迹</translation>
    </message>
    <message>
        <source>What the trace is doing, or how it ended.</source>
        <translation>轨迹正在做什么，或如何结束。</translation>
    </message>
    <message>
        <source>Trace score</source>
        <translation>轨迹评分</translation>
    </message>
    <message>
        <source>A box is a step, as long as its tokens.</source>
        <translation>一个方格是一个步骤，长度对应其词元数。</translation>
    </message>
    <message>
        <source>Step score</source>
        <translation>步骤评分</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>What the trace wrote in its box: its vote, if it finished.</source>
        <translation>轨迹写在 \boxed 中的内容：如果已完成，即为其投票。</translation>
    </message>
    <message>
        <source>branch of %1 from token %2 on</source>
        <translation>%1 的分支，始于第 %2 个词元</translation>
    </message>
    <message>
        <source>1 token</source>
        <translation>1 个词元</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 个词元</translation>
    </message>
    <message>
        <source>begins with %1 of %2 of an earlier run</source>
        <translation>以先前运行中 %2 的 %1开头</translation>
    </message>
    <message>
        <source>begins with %1 of an earlier run</source>
        <translation>以先前运行的 %1开头</translation>
    </message>
    <message>
        <source>1 token written by hand</source>
        <translation>1 个词元为手写</translation>
    </message>
    <message>
        <source>%1 tokens written by hand</source>
        <translation>%1 个词元为手写</translation>
    </message>
    <message>
        <source>with words written by hand</source>
        <translation>含手写文字</translation>
    </message>
    <message>
        <source>, then </source>
        <translation>，然后</translation>
    </message>
    <message>
        <source>protected by hand</source>
        <translation>手动保护</translation>
    </message>
    <message>
        <source>1 step</source>
        <translation>1 个步骤</translation>
    </message>
    <message>
        <source>%1 steps</source>
        <translation>%1 个步骤</translation>
    </message>
    <message>
        <source>would have answered %1</source>
        <translation>本会回答 %1</translation>
    </message>
    <message>
        <source>would answer %1</source>
        <translation>会回答 %1</translation>
    </message>
    <message>
        <source>Waited %1 for memory.</source>
        <translation>等待内存 %1。</translation>
    </message>
    <message>
        <source>No step has been scored yet.</source>
        <translation>尚无步骤被评分。</translation>
    </message>
    <message>
        <source>1 token generated.</source>
        <translation>已生成 1 个词元。</translation>
    </message>
    <message>
        <source>%1 tokens generated.</source>
        <translation>已生成 %1 个词元。</translation>
    </message>
    <message>
        <source>Its last probe answered %1. It does not vote yet.</source>
        <translation>最近一次探测的答案为 %1。尚未投票。</translation>
    </message>
    <message>
        <source>Answer %1. It does not vote.</source>
        <translation>答案 %1。不参与投票。</translation>
    </message>
    <message>
        <source>Votes for %1, the known answer.</source>
        <translation>投票给 %1，即已知答案。</translation>
    </message>
    <message>
        <source>Votes for %1, not the known answer.</source>
        <translation>投票给 %1，并非已知答案。</translation>
    </message>
    <message>
        <source>Votes for %1.</source>
        <translation>投票给 %1。</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>评分</translation>
    </message>
    <message>
        <source>Steps, by tokens; colour is the step score</source>
        <translation>步骤，按词元；颜色表示步骤评分</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>答案</translation>
    </message>
</context>
<context>
    <name>ui::LanesView</name>
    <message>
        <source>Traces</source>
        <translation>轨迹</translation>
    </message>
    <message>
        <source>One row per trace: number, state, score, steps, tokens, answer. Every column can be sorted.</source>
        <translation>每条轨迹一行：编号、状态、评分、步骤、词元、答案。每一列均可排序。</translation>
    </message>
    <message>
        <source>Trace %1, step %2 of %3, score %4</source>
        <translation>轨迹 %1，步骤 %2/%3，评分 %4</translation>
    </message>
    <message>
        <source>Trace %1, text after the last scored step</source>
        <translation>轨迹 %1，最后一个已评分步骤之后的文本</translation>
    </message>
    <message>
        <source>next victim</source>
        <translation>下一个被剪枝</translation>
    </message>
</context>
<context>
    <name>ui::LessonPanel</name>
    <message>
        <source>Back</source>
        <translation>上一页</translation>
    </message>
    <message>
        <source>Previous page of the lesson</source>
        <translation>教程的上一页</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一页</translation>
    </message>
    <message>
        <source>Next page of the lesson</source>
        <translation>教程的下一页</translation>
    </message>
    <message>
        <source>A lesson leads through the method in this window, in about ten minutes: its buttons run the program, and its numbers come from your runs.</source>
        <translation>教程用约十分钟在此窗口中讲解整个方法：其按钮会操作程序，其中的数字来自您自己的运行。</translation>
    </message>
    <message>
        <source>Start the lesson</source>
        <translation>开始教程</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>First do what the page asks for</source>
        <translation>请先完成本页的要求</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1/%2</translation>
    </message>
    <message>
        <source>It runs…</source>
        <translation>正在运行…</translation>
    </message>
    <message>
        <source>Your turn…</source>
        <translation>轮到您了…</translation>
    </message>
    <message>
        <source>Here this run came out differently from what the page was written for (%1). The numbers above are those of the run.</source>
        <translation>此次运行的结果与本页编写时所依据的不同 (%1)。以上数字来自此次运行。</translation>
    </message>
    <message>
        <source>What do you think? The answer can be opened once this page&apos;s buttons are done.</source>
        <translation>您怎么看？完成本页的按钮操作后即可查看答案。</translation>
    </message>
    <message>
        <source>Show the answer</source>
        <translation>显示答案</translation>
    </message>
</context>
<context>
    <name>ui::LessonPlayer</name>
    <message>
        <source>A run is in progress.</source>
        <translation>运行正在进行。</translation>
    </message>
    <message>
        <source>Run something first, so that there is something to finish.</source>
        <translation>请先运行一次，才有内容可以写完。</translation>
    </message>
    <message>
        <source>This asks a run of an earlier page. Make that run first.</source>
        <translation>此处要分析前面某页的运行。请先完成那次运行。</translation>
    </message>
    <message>
        <source>Make a run first, so that there is something to look at.</source>
        <translation>请先运行一次，才有内容可看。</translation>
    </message>
</context>
<context>
    <name>ui::MessageBar</name>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Dismiss this message</source>
        <translation>关闭此消息</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>ui::MetricsTable</name>
    <message>
        <source>How good the trained scorer is</source>
        <translation>训练所得评分器的质量</translation>
    </message>
    <message>
        <source>Step AUC</source>
        <translation>步骤 AUC</translation>
    </message>
    <message>
        <source>Trace AUC</source>
        <translation>轨迹 AUC</translation>
    </message>
    <message>
        <source>F1</source>
        <translation>F1</translation>
    </message>
    <message>
        <source>How often a step of a right trace scores above one of a wrong trace, over all problems</source>
        <translation>在所有题目上，正确轨迹的步骤评分高于错误轨迹步骤的频率</translation>
    </message>
    <message>
        <source>The same for traces, by the mean of their steps&apos; scores</source>
        <translation>轨迹的同一指标，按其步骤评分的平均值</translation>
    </message>
    <message>
        <source>On steps called right from a score of 0.5 on</source>
        <translation>步骤上，评分达到 0.5 视为正确</translation>
    </message>
    <message>
        <source>Ranking at %1 %</source>
        <translation>%1 % 处的排序</translation>
    </message>
    <message>
        <source>How often a right trace scores above a wrong one of the same problem, after %1 % of their steps</source>
        <translation>完成 %1 % 步骤后，同一题目中正确轨迹评分高于错误轨迹的频率</translation>
    </message>
    <message>
        <source>Calibration error</source>
        <translation>校准误差</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>题目</translation>
    </message>
    <message>
        <source>Traces</source>
        <translation>轨迹</translation>
    </message>
    <message>
        <source>Mean distance between a score and the share of right traces among steps with this score; 0 is best</source>
        <translation>评分与具有该评分的步骤中正确轨迹占比之间的平均差距；0 为最佳</translation>
    </message>
    <message>
        <source>With at least one scored step</source>
        <translation>至少有一个已评分步骤</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>A fifth of the problems, kept out of the training</source>
        <translation>五分之一的题目，不参与训练</translation>
    </message>
    <message>
        <source>Validation, before</source>
        <translation>验证，之前</translation>
    </message>
    <message>
        <source>The scorer that was loaded, on the same problems</source>
        <translation>之前加载的评分器，使用相同题目</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>The new scorer on the test problems</source>
        <translation>新评分器在测试题目上的结果</translation>
    </message>
    <message>
        <source>Test, before</source>
        <translation>测试，之前</translation>
    </message>
</context>
<context>
    <name>ui::ModelBox</name>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>选择模型</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>正在加载…</translation>
    </message>
    <message>
        <source>Embedded demo: a model of about 14 M parameters, trained on traces of a deliberately imperfect reasoner. It knows its own problem families only. It shows the method and proves nothing about large models.</source>
        <translation>内置演示：约 14 M 参数的模型，在一个故意不完美的推理器的轨迹上训练而成。它只认识自己的题目类型。它用于展示方法，不能说明大模型的任何情况。</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>加载模型</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Step scorer</source>
        <translation>步骤评分器</translation>
    </message>
    <message>
        <source>Scorers</source>
        <translation>评分器</translation>
    </message>
    <message>
        <source>The model&apos;s own scorer, others that fit it, and how to open (Ctrl+K) or train one (Ctrl+Shift+T)</source>
        <translation>模型自带的评分器、其他匹配的评分器，以及如何打开 (Ctrl+K) 或训练 (Ctrl+Shift+T)</translation>
    </message>
    <message>
        <source>Choose or train a scorer</source>
        <translation>选择或训练评分器</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>AUC: %1</source>
        <translation>AUC：%1</translation>
    </message>
    <message>
        <source>AUC</source>
        <translation>AUC</translation>
    </message>
    <message>
        <source>F1: %1</source>
        <translation>F1：%1</translation>
    </message>
    <message>
        <source>F1</source>
        <translation>F1</translation>
    </message>
    <message>
        <source>No model is loaded</source>
        <translation>未加载模型</translation>
    </message>
    <message>
        <source>%1 parameters</source>
        <translation>%1 参数</translation>
    </message>
    <message>
        <source>1 layer</source>
        <translation>1 层</translation>
    </message>
    <message>
        <source>%1 layers</source>
        <translation>%1 层</translation>
    </message>
    <message>
        <source>width %1</source>
        <translation>宽度 %1</translation>
    </message>
    <message>
        <source>context %1</source>
        <translation>上下文 %1</translation>
    </message>
    <message>
        <source>None: steps are not scored</source>
        <translation>无：步骤不评分</translation>
    </message>
    <message>
        <source>STEP needs a scorer. Open a checkpoint of the model&apos;s width.</source>
        <translation>STEP 需要评分器。请打开与模型宽度一致的检查点。</translation>
    </message>
    <message>
        <source>✓ matches this model</source>
        <translation>✓ 与此模型匹配</translation>
    </message>
    <message>
        <source>✗ does not match this model&apos;s width</source>
        <translation>✗ 与此模型的宽度不匹配</translation>
    </message>
    <message>
        <source>The scorer was trained on hidden states of unquantised weights; this model&apos;s are %1.</source>
        <translation>该评分器在未量化权重的隐藏状态上训练；此模型的权重为 %1。</translation>
    </message>
    <message>
        <source>Another scorer acts now: it scores every recorded step again.</source>
        <translation>已启用其他评分器：它会为每个已录制的步骤重新评分。</translation>
    </message>
    <message>
        <source>Models found on this machine, and how to open others (Ctrl+M)</source>
        <translation>在此计算机上找到的模型，以及如何打开其他模型 (Ctrl+M)</translation>
    </message>
    <message>
        <source>epoch %1</source>
        <translation>轮次 %1</translation>
    </message>
    <message>
        <source>best epoch %1</source>
        <translation>最佳轮次 %1</translation>
    </message>
    <message>
        <source>The scorer was trained on hidden states of %1 weights; this model&apos;s are %2.</source>
        <translation>该评分器用 %1 权重的隐藏状态训练；此模型的权重为 %2。</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>weights as %1</source>
        <translation>权重为 %1</translation>
    </message>
</context>
<context>
    <name>ui::ModelMenu</name>
    <message>
        <source>Comes with the program</source>
        <translation>程序自带</translation>
    </message>
    <message>
        <source>Hugging Face cache</source>
        <translation>Hugging Face 缓存</translation>
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
        <translation>您的文件夹</translation>
    </message>
    <message>
        <source>Mo&amp;dels</source>
        <translation>模型(&amp;D)</translation>
    </message>
    <message>
        <source>needs %1 of %2</source>
        <translation>需要 %1/%2</translation>
    </message>
    <message>
        <source>✗ %1</source>
        <translation>✗ %1</translation>
    </message>
    <message>
        <source>Cannot be loaded: %1</source>
        <translation>无法加载：%1</translation>
    </message>
    <message>
        <source>&amp;Look in another folder…</source>
        <translation>在其他文件夹中查找(&amp;L)…</translation>
    </message>
    <message>
        <source>&amp;Stop looking in</source>
        <translation>停止在此查找(&amp;S)</translation>
    </message>
    <message>
        <source>Looking for models…</source>
        <translation>正在查找模型…</translation>
    </message>
    <message>
        <source>Open a model &amp;folder…</source>
        <translation>打开模型文件夹(&amp;F)…</translation>
    </message>
    <message>
        <source>Open a &amp;GGUF file…</source>
        <translation>打开 GGUF 文件(&amp;G)…</translation>
    </message>
    <message>
        <source>Which models fit this machine, and how to fetch them</source>
        <translation>哪些模型适合此计算机，以及如何下载</translation>
    </message>
    <message>
        <source>G&amp;et a model…</source>
        <translation>获取模型(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Servers…</source>
        <translation>服务器(&amp;S)…</translation>
    </message>
    <message>
        <source>Run on an inference server: llama.cpp, vLLM, SGLang and others</source>
        <translation>在推理服务器上运行：llama.cpp、vLLM、SGLang 等</translation>
    </message>
</context>
<context>
    <name>ui::MomentButtons</name>
    <message>
        <source>What the two buttons beside this go to</source>
        <translation>旁边两个按钮的跳转目标</translation>
    </message>
    <message>
        <source>Pause at</source>
        <translation>暂停于</translation>
    </message>
    <message>
        <source>What a live run pauses at by itself. Acts now.</source>
        <translation>正在进行的运行自动暂停的条件。立即生效。</translation>
    </message>
    <message>
        <source>From event to event</source>
        <translation>逐个事件</translation>
    </message>
    <message>
        <source>From prune to prune</source>
        <translation>逐次剪枝</translation>
    </message>
    <message>
        <source>From leader to leader of the vote</source>
        <translation>逐个领先答案</translation>
    </message>
    <message>
        <source>One pass of the model at a time</source>
        <translation>逐次模型前向计算</translation>
    </message>
    <message>
        <source>Step by: %1</source>
        <translation>步进方式：%1</translation>
    </message>
    <message>
        <source>Previous event (Ctrl+Left)</source>
        <translation>上一个事件 (Ctrl+左)</translation>
    </message>
    <message>
        <source>Next event (Ctrl+Right)</source>
        <translation>下一个事件 (Ctrl+右)</translation>
    </message>
    <message>
        <source>Previous prune (Ctrl+Shift+Left)</source>
        <translation>上一次剪枝 (Ctrl+Shift+左)</translation>
    </message>
    <message>
        <source>Next prune (Ctrl+Shift+Right)</source>
        <translation>下一次剪枝 (Ctrl+Shift+右)</translation>
    </message>
    <message>
        <source>Previous leader of the vote (Alt+Shift+Left)</source>
        <translation>上一个领先答案 (Alt+Shift+左)</translation>
    </message>
    <message>
        <source>Next leader of the vote (Alt+Shift+Right)</source>
        <translation>下一个领先答案 (Alt+Shift+右)</translation>
    </message>
    <message>
        <source>Previous pass (Shift+F8)</source>
        <translation>上一次前向计算 (Shift+F8)</translation>
    </message>
    <message>
        <source>Next pass (F8)</source>
        <translation>下一次前向计算 (F8)</translation>
    </message>
    <message>
        <source>Not yet. Pause the run, and this button lets it go on until then.</source>
        <translation>尚未到达。暂停运行后，此按钮会让它继续运行到那里。</translation>
    </message>
    <message>
        <source>Pause at: the run pauses by itself</source>
        <translation>暂停于：运行会自动暂停</translation>
    </message>
    <message>
        <source>Pause at: nothing</source>
        <translation>暂停于：无</translation>
    </message>
</context>
<context>
    <name>ui::NoteBook</name>
    <message>
        <source>The notes of this recording cannot be read, and are left as they are. Repair or remove the file. The reason: %1</source>
        <translation>无法读取此录制文件的笔记，已原样保留。请修复或移除该文件。原因：%1</translation>
    </message>
    <message>
        <source>The recording opens without its notes. The reason: %1</source>
        <translation>录制文件已打开，但不含笔记。原因：%1</translation>
    </message>
    <message>
        <source>The notes are not on disk. Save the recording elsewhere (Ctrl+S), and they go with it. The reason: %1</source>
        <translation>笔记尚未写入磁盘。请将录制文件另存到其他位置 (Ctrl+S)，笔记会一并保存。原因：%1</translation>
    </message>
</context>
<context>
    <name>ui::NotesPanel</name>
    <message>
        <source>trace %1</source>
        <translation>轨迹 %1</translation>
    </message>
    <message>
        <source>step %1</source>
        <translation>步骤 %1</translation>
    </message>
    <message>
        <source>Notes, by moment</source>
        <translation>笔记，按时刻排列</translation>
    </message>
    <message>
        <source>Notes are kept beside the recording. Pin one to the moment shown, or right-click a lane or a step to pin it there.</source>
        <translation>笔记保存在录制文件旁。可将笔记固定到当前时刻，或右键单击泳道或步骤将其固定在那里。</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>Change the text of the selected note (F2)</source>
        <translation>修改选中笔记的文本 (F2)</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Delete the selected note (Del)</source>
        <translation>删除选中的笔记 (Del)</translation>
    </message>
    <message>
        <source>Put back</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Put back the note that was deleted last</source>
        <translation>恢复最近删除的笔记</translation>
    </message>
    <message>
        <source>Text of the note</source>
        <translation>笔记文本</translation>
    </message>
    <message>
        <source>Ctrl+Enter keeps the note, Esc drops it</source>
        <translation>Ctrl+Enter 保留笔记，Esc 放弃</translation>
    </message>
    <message>
        <source>Write a note</source>
        <translation>写笔记</translation>
    </message>
    <message>
        <source>Add note</source>
        <translation>添加笔记</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>There is no run to write about yet.</source>
        <translation>还没有可供记录笔记的运行。</translation>
    </message>
    <message>
        <source>Changing the note at %1</source>
        <translation>修改 %1 处的笔记</translation>
    </message>
    <message>
        <source>New note at %1</source>
        <translation>%1 处的新笔记</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>1 note</source>
        <translation>1 条笔记</translation>
    </message>
    <message>
        <source>%1 notes</source>
        <translation>%1 条笔记</translation>
    </message>
</context>
<context>
    <name>ui::OptionControl</name>
    <message>
        <source>Consensus probe: %1</source>
        <translation>共识探测：%1</translation>
    </message>
</context>
<context>
    <name>ui::PanelDeck</name>
    <message>
        <source>Open this panel over the lanes (%1)</source>
        <translation>在泳道上方打开此面板 (%1)</translation>
    </message>
</context>
<context>
    <name>ui::PolicyChooser</name>
    <message>
        <source>Policies</source>
        <translation>策略</translation>
    </message>
    <message>
        <source>Policy of the next run</source>
        <translation>下次运行的策略</translation>
    </message>
    <message>
        <source>Command line: --policy %1</source>
        <translation>命令行：--policy %1</translation>
    </message>
    <message>
        <source>No parameters of its own.</source>
        <translation>没有自身的参数。</translation>
    </message>
    <message>
        <source>Back to the defaults</source>
        <translation>恢复默认值</translation>
    </message>
    <message>
        <source>Policy of the next run: %1</source>
        <translation>下次运行的策略：%1</translation>
    </message>
    <message>
        <source>Click to choose another one (Alt+1 to Alt+%1)</source>
        <translation>单击以选择其他策略（Alt+1 至 Alt+%1）</translation>
    </message>
    <message>
        <source>default %1</source>
        <translation>默认 %1</translation>
    </message>
    <message>
        <source>Policies that are not possible</source>
        <translation>无法使用的策略</translation>
    </message>
    <message>
        <source>Not possible: %1</source>
        <translation>无法使用：%1</translation>
    </message>
    <message>
        <source>✗ %1.</source>
        <translation>✗ %1。</translation>
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
        <translation>题目</translation>
    </message>
    <message>
        <source>Settings of the run shown</source>
        <translation>当前运行的设置</translation>
    </message>
    <message>
        <source>Stepscope</source>
        <translation>Stepscope</translation>
    </message>
    <message>
        <source>known answer %1</source>
        <translation>已知答案 %1</translation>
    </message>
</context>
<context>
    <name>ui::ProblemBox</name>
    <message>
        <source>Problem</source>
        <translation>题目</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>示例</translation>
    </message>
    <message>
        <source>Problems that the demo model knows, and problem sets of your own</source>
        <translation>演示模型认识的题目，以及您自己的题集</translation>
    </message>
    <message>
        <source>Type a problem, or choose an example</source>
        <translation>输入题目，或选择示例</translation>
    </message>
    <message>
        <source>The problem that every trace is given (Ctrl+Enter runs it)</source>
        <translation>交给每条轨迹的题目（Ctrl+Enter 运行）</translation>
    </message>
    <message>
        <source>Known answer</source>
        <translation>已知答案</translation>
    </message>
    <message>
        <source>optional</source>
        <translation>可选</translation>
    </message>
    <message>
        <source>Known answer, optional</source>
        <translation>已知答案，可选</translation>
    </message>
    <message>
        <source>If given, votes and answers are marked right or wrong. The model never sees it.</source>
        <translation>如果提供，投票和答案会标记为正确或错误。模型永远看不到它。</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <translation>%1. %2</translation>
    </message>
    <message>
        <source>%1	level %2</source>
        <translation>%1	难度 %2</translation>
    </message>
    <message>
        <source>Problems of %1…</source>
        <translation>%1 的题目…</translation>
    </message>
    <message>
        <source>&amp;Open a problem set…</source>
        <translation>打开题集(&amp;O)…</translation>
    </message>
    <message>
        <source>JSON Lines with question and answer, and the forms in which MATH, GSM8K and AIME are published</source>
        <translation>含 question 和 answer 的 JSON Lines，以及 MATH、GSM8K 和 AIME 的发布格式</translation>
    </message>
</context>
<context>
    <name>ui::ProblemChooser</name>
    <message>
        <source>Problem set</source>
        <translation>题集</translation>
    </message>
    <message>
        <source>Search in problems, answers and kinds</source>
        <translation>在题目、答案和类型中搜索</translation>
    </message>
    <message>
        <source>Search in the problem set</source>
        <translation>在题集中搜索</translation>
    </message>
    <message>
        <source>Problems of the set</source>
        <translation>题集中的题目</translation>
    </message>
    <message>
        <source>The whole problem</source>
        <translation>完整题目</translation>
    </message>
    <message>
        <source>Open another set…</source>
        <translation>打开其他题集…</translation>
    </message>
    <message>
        <source>Use this problem</source>
        <translation>使用此题目</translation>
    </message>
    <message>
        <source>It becomes the problem of the next run, and its answer the known one</source>
        <translation>它将成为下次运行的题目，其答案成为已知答案</translation>
    </message>
    <message>
        <source>Reading %1…</source>
        <translation>正在读取 %1…</translation>
    </message>
    <message>
        <source>1 line cannot be used: </source>
        <translation>1 行无法使用：</translation>
    </message>
    <message>
        <source>%1 lines cannot be used, the first: </source>
        <translation>%1 行无法使用，第一行：</translation>
    </message>
    <message>
        <source>1 problem</source>
        <translation>1 道题目</translation>
    </message>
    <message>
        <source>%1 problems</source>
        <translation>%1 道题目</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>共 %1</translation>
    </message>
    <message>
        <source>%1 of %2 problems of %3</source>
        <translation>%3 中的 %1 道题目，共 %2 道</translation>
    </message>
    <message>
        <source>No problem has these words.</source>
        <translation>没有题目包含这些词。</translation>
    </message>
    <message>
        <source>Answer: %1</source>
        <translation>答案：%1</translation>
    </message>
    <message>
        <source>No answer is known: nothing will be marked right or wrong.</source>
        <translation>没有已知答案：不会标记正确或错误。</translation>
    </message>
</context>
<context>
    <name>ui::ProblemSetBox</name>
    <message>
        <source>Training problems</source>
        <translation>训练题目</translation>
    </message>
    <message>
        <source>Validation problems</source>
        <translation>验证题目</translation>
    </message>
    <message>
        <source>Held-out problems</source>
        <translation>留出题目</translation>
    </message>
    <message>
        <source>Hand-written problems</source>
        <translation>手写题目</translation>
    </message>
    <message>
        <source>1 line cannot be used: </source>
        <translation>1 行无法使用：</translation>
    </message>
    <message>
        <source>%1 lines cannot be used, the first: </source>
        <translation>%1 行无法使用，第一行：</translation>
    </message>
    <message>
        <source>1 problem has no answer and is left out.</source>
        <translation>1 道题目没有答案，已略去。</translation>
    </message>
    <message>
        <source>%1 problems have no answer and are left out.</source>
        <translation>%1 道题目没有答案，已略去。</translation>
    </message>
    <message>
        <source>A set that comes with the program, or JSON Lines with question and answer</source>
        <translation>程序自带的题集，或含 question 和 answer 的 JSON Lines</translation>
    </message>
    <message>
        <source>%1: how many</source>
        <translation>%1：数量</translation>
    </message>
    <message>
        <source>Number of problems, spread evenly over the set</source>
        <translation>题目数量，均匀分布于整个题集</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>A file…</source>
        <translation>文件…</translation>
    </message>
    <message>
        <source>Open a problem set</source>
        <translation>打开题集</translation>
    </message>
    <message>
        <source>Problem sets (*.jsonl *.json);;All files (*)</source>
        <translation>题集 (*.jsonl *.json);;所有文件 (*)</translation>
    </message>
    <message>
        <source>No problem of the set has an answer.</source>
        <translation>题集中没有带答案的题目。</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>共 %1</translation>
    </message>
</context>
<context>
    <name>ui::ProblemsModel</name>
    <message>
        <source>No.</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>题目</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>答案</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>难度</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
</context>
<context>
    <name>ui::PromptBox</name>
    <message>
        <source>System prompt</source>
        <translation>系统提示词</translation>
    </message>
    <message>
        <source>Show or hide the system prompt</source>
        <translation>显示或隐藏系统提示词</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>What the model is told before the problem. Without the request for \boxed{} no answer can be read.</source>
        <translation>在题目之前告诉模型的内容。如果不要求使用 \boxed{}，则无法读取答案。</translation>
    </message>
    <message>
        <source>Back to the model&apos;s own</source>
        <translation>恢复模型自带的提示词</translation>
    </message>
    <message>
        <source>Plain prompt</source>
        <translation>纯文本提示词</translation>
    </message>
    <message>
        <source>Gives the model the system prompt and the problem as they are, without its chat template</source>
        <translation>将系统提示词和题目原样交给模型，不使用其聊天模板</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>changed: %1</source>
        <translation>已修改：%1</translation>
    </message>
    <message>
        <source>plain prompt</source>
        <translation>纯文本提示词</translation>
    </message>
</context>
<context>
    <name>ui::RankCard</name>
    <message>
        <source>Previous prune (Ctrl+Shift+Left)</source>
        <translation>上一次剪枝 (Ctrl+Shift+左)</translation>
    </message>
    <message>
        <source>Next prune (Ctrl+Shift+Right)</source>
        <translation>下一次剪枝 (Ctrl+Shift+右)</translation>
    </message>
    <message>
        <source>Next:</source>
        <translation>接下来：</translation>
    </message>
    <message>
        <source>Protected by hand: chosen only if all are.</source>
        <translation>手动保护：仅当全部受保护时才会被选中。</translation>
    </message>
    <message>
        <source>%1 of %2 running traces. %3</source>
        <translation>%1/%2 条运行中的轨迹。%3</translation>
    </message>
</context>
<context>
    <name>ui::ReaderPanel</name>
    <message>
        <source>Search in this trace (Ctrl+F)</source>
        <translation>在此轨迹中搜索 (Ctrl+F)</translation>
    </message>
    <message>
        <source>Follow the end of the text</source>
        <translation>跟随文本末尾</translation>
    </message>
    <message>
        <source>Search in this trace</source>
        <translation>在此轨迹中搜索</translation>
    </message>
    <message>
        <source>Previous (Shift+Enter)</source>
        <translation>上一个 (Shift+Enter)</translation>
    </message>
    <message>
        <source>Next (Enter)</source>
        <translation>下一个 (Enter)</translation>
    </message>
    <message>
        <source>Close search (Esc)</source>
        <translation>关闭搜索 (Esc)</translation>
    </message>
    <message>
        <source>1 hit</source>
        <translation>1 处匹配</translation>
    </message>
    <message>
        <source>%1 hits</source>
        <translation>%1 处匹配</translation>
    </message>
    <message>
        <source>protected by hand</source>
        <translation>手动保护</translation>
    </message>
    <message>
        <source>answer %1, read by a probe</source>
        <translation>答案 %1，由探测读取</translation>
    </message>
    <message>
        <source>answer %1</source>
        <translation>答案 %1</translation>
    </message>
    <message>
        <source>would answer %1</source>
        <translation>会回答 %1</translation>
    </message>
    <message>
        <source>score %1</source>
        <translation>评分 %1</translation>
    </message>
    <message>
        <source>1 step</source>
        <translation>1 个步骤</translation>
    </message>
    <message>
        <source>%1 steps</source>
        <translation>%1 个步骤</translation>
    </message>
    <message>
        <source>1 token</source>
        <translation>1 个词元</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 个词元</translation>
    </message>
    <message>
        <source>would have answered (%1)</source>
        <translation>本会回答 (%1)</translation>
    </message>
    <message>
        <source>%1, right</source>
        <translation>%1，正确</translation>
    </message>
    <message>
        <source>%1, wrong</source>
        <translation>%1，错误</translation>
    </message>
    <message>
        <source>went on after the run</source>
        <translation>在运行后继续写完</translation>
    </message>
    <message>
        <source>goes on after the run</source>
        <translation>正在运行后继续</translation>
    </message>
    <message>
        <source>would have ended without an answer</source>
        <translation>本会在无答案的情况下结束</translation>
    </message>
    <message>
        <source>Pruned here.</source>
        <translation>在此处被剪枝。</translation>
    </message>
    <message>
        <source>Stopped here.</source>
        <translation>在此处停止。</translation>
    </message>
    <message>
        <source>The rest was written after the run, outside of its time and its vote.</source>
        <translation>其余部分在运行之后写成，不计入其时间和投票。</translation>
    </message>
    <message>
        <source>Trace %1</source>
        <translation>轨迹 %1</translation>
    </message>
    <message>
        <source>Trace</source>
        <translation>轨迹</translation>
    </message>
</context>
<context>
    <name>ui::RecentMenu</name>
    <message>
        <source>Recent r&amp;uns</source>
        <translation>最近的运行(&amp;U)</translation>
    </message>
    <message>
        <source>Runs are not kept</source>
        <translation>不保留运行</translation>
    </message>
    <message>
        <source>No runs yet: each run is kept here</source>
        <translation>尚无运行：每次运行都会保留在这里</translation>
    </message>
    <message>
        <source>Looking for runs…</source>
        <translation>正在查找运行…</translation>
    </message>
    <message>
        <source>&amp;Show all…</source>
        <translation>显示全部(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Clear history…</source>
        <translation>清除历史记录(&amp;C)…</translation>
    </message>
</context>
<context>
    <name>ui::RewriteDialog</name>
    <message>
        <source>Rewrite step %1 of %2</source>
        <translation>改写 %2 的步骤 %1</translation>
    </message>
    <message>
        <source>A new trace begins with the text before this step, goes on with what you write, and then thinks for itself. Its vote is marked as by hand.</source>
        <translation>新轨迹以此步骤之前的文本开头，接着使用您写的内容，然后自行推理。其投票会标记为手写。</translation>
    </message>
    <message>
        <source>The run has ended, so a new run starts, with the settings under Next run. Its %1 begin with the text before this step, go on with what you write, and then think for themselves.</source>
        <translation>运行已结束，因此会按“下次运行”中的设置开始新的运行。其 %1以此步骤之前的文本开头，接着使用您写的内容，然后自行推理。</translation>
    </message>
    <message>
        <source>1 trace</source>
        <translation>1 条轨迹</translation>
    </message>
    <message>
        <source>%1 traces</source>
        <translation>%1 条轨迹</translation>
    </message>
    <message>
        <source>Before it</source>
        <translation>之前</translation>
    </message>
    <message>
        <source>Step %1</source>
        <translation>步骤 %1</translation>
    </message>
    <message>
        <source>The step&apos;s new text</source>
        <translation>步骤的新文本</translation>
    </message>
    <message>
        <source>The step ends here: it is scored, and the next one begins</source>
        <translation>步骤到此结束：为其评分，并开始下一个步骤</translation>
    </message>
    <message>
        <source>An empty line ends a step. Without it, the model writes on in the same step.</source>
        <translation>空行表示步骤结束。没有空行时，模型会在同一步骤中继续写。</translation>
    </message>
    <message>
        <source>Go on from here</source>
        <translation>从此处继续</translation>
    </message>
    <message>
        <source>Start the run</source>
        <translation>开始运行</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Ctrl+Enter</translation>
    </message>
</context>
<context>
    <name>ui::RunFigures</name>
    <message>
        <source>This run</source>
        <translation>本次运行</translation>
    </message>
    <message>
        <source>Throughput</source>
        <translation>吞吐量</translation>
    </message>
    <message>
        <source>Generated tokens per second of all traces, mean since the start</source>
        <translation>所有轨迹每秒生成的词元数，自开始以来的平均值</translation>
    </message>
    <message>
        <source>Decode / wait</source>
        <translation>解码 / 等待</translation>
    </message>
    <message>
        <source>Time in passes of the model / time that traces waited for memory, summed over traces</source>
        <translation>模型前向计算所用时间 / 轨迹等待内存的时间（所有轨迹之和）</translation>
    </message>
    <message>
        <source>Scorer share</source>
        <translation>评分器占比</translation>
    </message>
    <message>
        <source>Share of the time in passes that went to the step scorer</source>
        <translation>前向计算时间中步骤评分器所占比例</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>Generated by all traces; recomputed after waiting</source>
        <translation>所有轨迹生成的词元；等待后重新计算的词元</translation>
    </message>
    <message>
        <source>Traces</source>
        <translation>轨迹</translation>
    </message>
    <message>
        <source>Active, finished, pruned and stopped traces</source>
        <translation>活动、已完成、已剪枝和已停止的轨迹</translation>
    </message>
    <message>
        <source> + %1 again</source>
        <translation> + %1 重算</translation>
    </message>
    <message>
        <source> + %1 of probes</source>
        <translation> + %1 探测</translation>
    </message>
    <message>
        <source>%1 active, %2 done</source>
        <translation>%1 活动，%2 完成</translation>
    </message>
    <message>
        <source>, %1 pruned</source>
        <translation>，%1 剪枝</translation>
    </message>
    <message>
        <source>, %1 stopped</source>
        <translation>，%1 停止</translation>
    </message>
    <message>
        <source>1 preemption</source>
        <translation>1 次抢占</translation>
    </message>
    <message>
        <source>%1 preemptions</source>
        <translation>%1 次抢占</translation>
    </message>
    <message>
        <source>, %1 lost</source>
        <translation>，%1 条丢失</translation>
    </message>
</context>
<context>
    <name>ui::RunLine</name>
    <message>
        <source>Settings of the run shown</source>
        <translation>当前运行的设置</translation>
    </message>
    <message>
        <source>How the run ended</source>
        <translation>运行如何结束</translation>
    </message>
    <message>
        <source>Use these settings</source>
        <translation>使用这些设置</translation>
    </message>
    <message>
        <source>Put the problem, policy and settings of this run under Next run on the left</source>
        <translation>将此运行的题目、策略和设置填入左侧的“下次运行”</translation>
    </message>
    <message>
        <source>What if…</source>
        <translation>假设分析…</translation>
    </message>
    <message>
        <source>Ask this run what another policy, memory or number of traces would have made of its traces (Ctrl+I)</source>
        <translation>分析此运行：换用其他策略、内存或轨迹数时，其轨迹会有怎样的结果 (Ctrl+I)</translation>
    </message>
</context>
<context>
    <name>ui::SamplingBox</name>
    <message>
        <source>answers %1</source>
        <translation>答案 %1</translation>
    </message>
    <message>
        <source>vote lock</source>
        <translation>投票锁定</translation>
    </message>
    <message>
        <source>Beta stop</source>
        <translation>Beta 停止</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>no scores after &lt;/think&gt;</source>
        <translation>&lt;/think&gt; 之后不评分</translation>
    </message>
    <message>
        <source>Sampling and vote</source>
        <translation>采样和投票</translation>
    </message>
    <message>
        <source>Show or hide the sampling options</source>
        <translation>显示或隐藏采样选项</translation>
    </message>
    <message>
        <source>temperature %1</source>
        <translation>温度 %1</translation>
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
        <translation>最多 %1 个词元</translation>
    </message>
    <message>
        <source>seed %1</source>
        <translation>种子 %1</translation>
    </message>
</context>
<context>
    <name>ui::ScorerMenu</name>
    <message>
        <source>Found on this machine, of this model&apos;s width</source>
        <translation>在此计算机上找到，与此模型宽度一致</translation>
    </message>
    <message>
        <source>This model comes without a scorer</source>
        <translation>此模型不带评分器</translation>
    </message>
    <message>
        <source>The model&apos;s own scorer</source>
        <translation>模型自带的评分器</translation>
    </message>
    <message>
        <source>&amp;Open a scorer…</source>
        <translation>打开评分器(&amp;O)…</translation>
    </message>
    <message>
        <source>A checkpoint, .pt or .safetensors, of the model&apos;s width</source>
        <translation>与模型宽度一致的检查点，.pt 或 .safetensors</translation>
    </message>
    <message>
        <source>&amp;Train a scorer…</source>
        <translation>训练评分器(&amp;T)…</translation>
    </message>
    <message>
        <source>For this model, on problems with known answers</source>
        <translation>针对此模型，使用带已知答案的题目</translation>
    </message>
    <message>
        <source>&amp;Get a model and its scorer…</source>
        <translation>获取模型及其评分器(&amp;G)…</translation>
    </message>
    <message>
        <source>Where the scorers of the STEP paper are</source>
        <translation>STEP 论文的评分器在哪里</translation>
    </message>
</context>
<context>
    <name>ui::Screenshot</name>
    <message>
        <source>the picture could not be written to %1</source>
        <translation>无法将图片写入 %1</translation>
    </message>
    <message>
        <source>--size %1: the window needs at least %2</source>
        <translation>--size %1：窗口至少需要 %2</translation>
    </message>
</context>
<context>
    <name>ui::SearchPanel</name>
    <message>
        <source>Search in all traces</source>
        <translation>在所有轨迹中搜索</translation>
    </message>
    <message>
        <source>Close the search (Esc)</source>
        <translation>关闭搜索 (Esc)</translation>
    </message>
    <message>
        <source>Hits in all traces</source>
        <translation>所有轨迹中的匹配</translation>
    </message>
    <message>
        <source>1 hit</source>
        <translation>1 处匹配</translation>
    </message>
    <message>
        <source>%1 hits</source>
        <translation>%1 处匹配</translation>
    </message>
    <message>
        <source>the first %1 hits</source>
        <translation>前 %1 处匹配</translation>
    </message>
    <message>
        <source>searched %1</source>
        <translation>已搜索 %1</translation>
    </message>
</context>
<context>
    <name>ui::ServerDialog</name>
    <message>
        <source>%1, model %2</source>
        <translation>%1，模型 %2</translation>
    </message>
    <message>
        <source>, context of %1 tokens</source>
        <translation>，上下文 %1 个词元</translation>
    </message>
    <message>
        <source>Its KV cache holds %1 tokens.</source>
        <translation>其 KV 缓存可容纳 %1 个词元。</translation>
    </message>
    <message>
        <source>It does not say how much its KV cache holds.</source>
        <translation>它没有说明其 KV 缓存的容量。</translation>
    </message>
    <message>
        <source>It decodes 1 trace at once; others wait there.</source>
        <translation>它一次解码 1 条轨迹；其余在那里等待。</translation>
    </message>
    <message>
        <source>It decodes %1 traces at once; others wait there.</source>
        <translation>它一次解码 %1 条轨迹；其余在那里等待。</translation>
    </message>
    <message>
        <source>It sends the log-probabilities of the %1 most likely tokens.</source>
        <translation>它发送 %1 个最可能词元的对数概率。</translation>
    </message>
    <message>
        <source>It sends no log-probabilities.</source>
        <translation>它不发送对数概率。</translation>
    </message>
    <message>
        <source>Stepscope&apos;s plugin is there: steps are scored by %1.</source>
        <translation>Stepscope 的插件已就绪：步骤由 %1 评分。</translation>
    </message>
    <message>
        <source>Stepscope&apos;s plugin does not answer: steps are not scored.</source>
        <translation>Stepscope 的插件没有应答：步骤不评分。</translation>
    </message>
    <message>
        <source>Servers</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>Traces can be decoded by an inference server: llama.cpp, vLLM, SGLang, LM Studio, Ollama and others that answer as OpenAI&apos;s API does. This window then sends the problem there, votes and keeps the record.</source>
        <translation>轨迹也可以由推理服务器解码：llama.cpp、vLLM、SGLang、LM Studio、Ollama，以及其他按 OpenAI 接口应答的服务器。此窗口把问题发送过去，进行投票并保存记录。</translation>
    </message>
    <message>
        <source>Result of the test</source>
        <translation>测试结果</translation>
    </message>
    <message>
        <source>the only one</source>
        <translation>唯一的那个</translation>
    </message>
    <message>
        <source>from %1</source>
        <translation>来自 %1</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>none, or such as %1</source>
        <translation>无，或例如 %1</translation>
    </message>
    <message>
        <source>A vLLM with Stepscope&apos;s plugin sends step scores. STEP needs them.</source>
        <translation>装有 Stepscope 插件的 vLLM 会发送步骤评分。STEP 需要它们。</translation>
    </message>
    <message>
        <source>what the server says</source>
        <translation>以服务器所述为准</translation>
    </message>
    <message>
        <source>How much of the server&apos;s KV cache a policy that prunes may hold</source>
        <translation>剪枝策略最多可占用服务器 KV 缓存的多少</translation>
    </message>
    <message>
        <source>&amp;Address</source>
        <translation>地址(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Model there</source>
        <translation>那里的模型(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Key</source>
        <translation>密钥(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Plugin for step scores</source>
        <translation>步骤评分插件(&amp;P)</translation>
    </message>
    <message>
        <source>KV cache, &amp;tokens</source>
        <translation>KV 缓存，词元数(&amp;T)</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>Run on this server</source>
        <translation>在此服务器上运行</translation>
    </message>
    <message>
        <source>Asking %1…</source>
        <translation>正在询问 %1…</translation>
    </message>
    <message>
        <source>✓ %1 answers.</source>
        <translation>✓ %1 有应答。</translation>
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
        <translation>接下来的运行将在那里解码</translation>
    </message>
    <message>
        <source>Sent to this address only. It is kept until the program ends, or in the system&apos;s keyring, and never written to a file.</source>
        <translation>只发送到此地址。密钥保留到程序结束，或保存在系统密钥环中，绝不写入文件。</translation>
    </message>
    <message>
        <source>Keep it in the &amp;system&apos;s keyring</source>
        <translation>保存在系统密钥环中(&amp;S)</translation>
    </message>
    <message>
        <source>This build has no keyring: libsecret was not there.</source>
        <translation>此版本不支持密钥环：构建时没有 libsecret。</translation>
    </message>
    <message>
        <source>This session has no message bus, so no keyring answers.</source>
        <translation>此会话没有消息总线，因此没有密钥环可用。</translation>
    </message>
    <message>
        <source>Once the server has accepted it. The next time, an empty field takes the key from there.</source>
        <translation>在服务器接受密钥之后保存。下次字段留空时，将从密钥环中取出密钥。</translation>
    </message>
</context>
<context>
    <name>ui::ServerProbe</name>
    <message>
        <source>The key was not kept: %1</source>
        <translation>密钥未保存：%1</translation>
    </message>
</context>
<context>
    <name>ui::SessionController</name>
    <message>
        <source>No run is in progress.</source>
        <translation>没有正在进行的运行。</translation>
    </message>
    <message>
        <source>There is no run yet.</source>
        <translation>还没有运行。</translation>
    </message>
    <message>
        <source>Load a model first.</source>
        <translation>请先加载模型。</translation>
    </message>
    <message>
        <source>%1 is opened instead of %2.</source>
        <translation>将打开 %1，而非 %2。</translation>
    </message>
    <message>
        <source>Saved %1.</source>
        <translation>已保存 %1。</translation>
    </message>
    <message>
        <source>The run failed: %1</source>
        <translation>运行失败：%1</translation>
    </message>
    <message>
        <source>This run was made by %1. Load that model to go on from its traces.</source>
        <translation>此运行由 %1 生成。请加载该模型，以便从其轨迹继续。</translation>
    </message>
    <message>
        <source>another model</source>
        <translation>其他模型</translation>
    </message>
    <message>
        <source>There is no finished run yet.</source>
        <translation>还没有已完成的运行。</translation>
    </message>
    <message>
        <source>Every trace of this run has reached its end already.</source>
        <translation>此运行的所有轨迹均已写完。</translation>
    </message>
    <message>
        <source>%1 is there already, so the hidden rows stay beside the run&apos;s own recording.</source>
        <translation>%1 已存在，因此隐藏状态仍保留在该运行自己的录制文件旁。</translation>
    </message>
    <message>
        <source>%1: the recording is not complete</source>
        <translation>%1：录制文件不完整</translation>
    </message>
    <message>
        <source>The model is on a server. For this, load a model of this machine.</source>
        <translation>模型在服务器上。要这样做，请加载本机的模型。</translation>
    </message>
    <message>
        <source>%1 of %2 traces were lost with their connections. The vote is of the others.</source>
        <translation>%2 条轨迹中有 %1 条因连接中断而丢失。投票只计其余轨迹。</translation>
    </message>
</context>
<context>
    <name>ui::SetupPanel</name>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Traces n</source>
        <translation>轨迹数 n</translation>
    </message>
    <message>
        <source>How many traces reason at once. During a run, a higher number adds traces. A lower number stops waiting traces first, then those that the policy would give up next.</source>
        <translation>同时推理的轨迹数。运行期间，增大该值会增加轨迹；减小该值会先停止等待中的轨迹，然后停止策略接下来会放弃的轨迹。</translation>
    </message>
    <message>
        <source>KV cache</source>
        <translation>KV 缓存</translation>
    </message>
    <message>
        <source>Memory for the traces. If you lower it during a run, the policy frees blocks by its own rule.</source>
        <translation>供轨迹使用的内存。如果在运行期间减小，策略会按自身规则释放块。</translation>
    </message>
    <message>
        <source> MiB</source>
        <translation> MiB</translation>
    </message>
    <message>
        <source>GPU memory</source>
        <translation>GPU 显存</translation>
    </message>
    <message>
        <source>Share of the device&apos;s memory that the program may use: weights, workspace and KV cache.</source>
        <translation>程序可使用的设备内存比例：权重、工作区和 KV 缓存。</translation>
    </message>
    <message>
        <source>What this choice gives</source>
        <translation>此选择的结果</translation>
    </message>
    <message>
        <source>The memory plan appears when the model is ready.</source>
        <translation>模型就绪后会显示内存计划。</translation>
    </message>
    <message>
        <source>Weights %1 · workspace %2 · &lt;b&gt;KV %3&lt;/b&gt; as %4 = %5 tokens</source>
        <translation>权重 %1 · 工作区 %2 · &lt;b&gt;KV %3&lt;/b&gt; 以 %4 计 = %5 个词元</translation>
    </message>
    <message>
        <source> (%1: %2)</source>
        <translation> (%1：%2)</translation>
    </message>
    <message>
        <source> · device %1, others use %2</source>
        <translation> · 设备 %1，其他程序占用 %2</translation>
    </message>
    <message>
        <source> · device %1</source>
        <translation> · 设备 %1</translation>
    </message>
    <message>
        <source>&lt;b style=&apos;color:%1&apos;&gt;Too large:&lt;/b&gt; weights and workspace alone do not fit this device.</source>
        <translation>&lt;b style=&apos;color:%1&apos;&gt;过大：&lt;/b&gt;仅权重和工作区就已超出此设备的容量。</translation>
    </message>
    <message>
        <source>&lt;b style=&apos;color:%1&apos;&gt;Too little:&lt;/b&gt; the prompt and one block per trace take %2.</source>
        <translation>&lt;b style=&apos;color:%1&apos;&gt;过小：&lt;/b&gt;提示词加上每条轨迹一块需要 %2。</translation>
    </message>
    <message>
        <source>n = %1 fits.</source>
        <translation>n = %1 可以容纳。</translation>
    </message>
    <message>
        <source>&lt;b style=&apos;color:%1&apos;&gt;Too long:&lt;/b&gt; the problem takes about %2 tokens, the model&apos;s context is %3.</source>
        <translation>&lt;b style=&apos;color:%1&apos;&gt;过长：&lt;/b&gt;题目约需 %2 个词元，模型的上下文为 %3。</translation>
    </message>
    <message>
        <source>&lt;b style=&apos;color:%1&apos;&gt;Too large:&lt;/b&gt; this process can reserve only %2 for the KV cache.</source>
        <translation>&lt;b style=&apos;color:%1&apos;&gt;过大：&lt;/b&gt;此进程只能为 KV 缓存预留 %2。</translation>
    </message>
    <message>
        <source>With n = %1, the traces can fill %2 of KV cache: &lt;b style=&apos;color:%3&apos;&gt;%4 of memory are free for it.&lt;/b&gt;</source>
        <translation>n = %1 时，轨迹可填满 %2 的 KV 缓存：&lt;b style=&apos;color:%3&apos;&gt;可用内存为 %4。&lt;/b&gt;</translation>
    </message>
    <message>
        <source>With n = %1, memory saturates near &lt;b style=&apos;color:%2&apos;&gt;%3 tokens per trace&lt;/b&gt;.</source>
        <translation>n = %1 时，内存将在&lt;b style=&apos;color:%2&apos;&gt;每条轨迹约 %3 个词元&lt;/b&gt;处饱和。</translation>
    </message>
    <message>
        <source>With n = %1, every trace can reach its limit of %2 tokens: memory never saturates.</source>
        <translation>n = %1 时，每条轨迹都能达到 %2 个词元的上限：内存不会饱和。</translation>
    </message>
    <message>
        <source>&lt;br&gt;Fits: &lt;a href=&apos;%1&apos; style=&apos;color:%2&apos;&gt;%3&lt;/a&gt; (%4)</source>
        <translation>&lt;br&gt;可行：&lt;a href=&apos;%1&apos; style=&apos;color:%2&apos;&gt;%3&lt;/a&gt;（%4）</translation>
    </message>
    <message>
        <source>%1 as %2</source>
        <translation>%1，%2 格式</translation>
    </message>
</context>
<context>
    <name>ui::ShareChart</name>
    <message>
        <source>Share of the vote over time</source>
        <translation>投票占比随时间变化</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>ui::SteeringButtons</name>
    <message>
        <source>It is pruned only if all running traces are protected.</source>
        <translation>仅当所有运行中的轨迹都受保护时，它才会被剪枝。</translation>
    </message>
    <message>
        <source>It stops, gives up its memory and does not vote.</source>
        <translation>它会停止、释放内存，且不参与投票。</translation>
    </message>
    <message>
        <source>The run has ended: a new run with the settings under Next run begins with this text in every trace.</source>
        <translation>运行已结束：新的运行会采用“下次运行”中的设置，每条轨迹都以此文本开头。</translation>
    </message>
    <message>
        <source>A new trace has the text up to there and goes on with other draws.</source>
        <translation>新轨迹包含到此为止的文本，并以不同的采样继续。</translation>
    </message>
    <message>
        <source>You write the step, and the model goes on from your words.</source>
        <translation>由您写这个步骤，模型从您的文字继续。</translation>
    </message>
</context>
<context>
    <name>ui::StudyDialog</name>
    <message>
        <source>Study</source>
        <translation>研究</translation>
    </message>
    <message>
        <source>What will run, and how long</source>
        <translation>将运行什么，需要多久</translation>
    </message>
    <message>
        <source>What the time is based on</source>
        <translation>时间估计的依据</translation>
    </message>
    <message>
        <source>&amp;Estimate the time</source>
        <translation>估计时间(&amp;E)</translation>
    </message>
    <message>
        <source>What runs</source>
        <translation>正在运行的内容</translation>
    </message>
    <message>
        <source>State of the study</source>
        <translation>研究状态</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>剩余时间</translation>
    </message>
    <message>
        <source>Progress of the study</source>
        <translation>研究进度</translation>
    </message>
    <message>
        <source>About the study</source>
        <translation>关于研究</translation>
    </message>
    <message>
        <source>&amp;Another study</source>
        <translation>其他研究(&amp;A)</translation>
    </message>
    <message>
        <source>Choose another study; this one stays in its folder</source>
        <translation>选择其他研究；此研究保留在其文件夹中</translation>
    </message>
    <message>
        <source>&amp;Load its model</source>
        <translation>加载其模型(&amp;L)</translation>
    </message>
    <message>
        <source>Loads the model and the scorer that the study began with</source>
        <translation>加载研究开始时使用的模型和评分器</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>停止(&amp;S)</translation>
    </message>
    <message>
        <source>Gives up the runs in progress and keeps the others</source>
        <translation>放弃正在进行的运行，保留其他运行</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>暂停(&amp;P)</translation>
    </message>
    <message>
        <source>C&amp;lose</source>
        <translation>关闭(&amp;L)</translation>
    </message>
    <message>
        <source>Open the &amp;report</source>
        <translation>打开报告(&amp;R)</translation>
    </message>
    <message>
        <source>Opens in the browser</source>
        <translation>在浏览器中打开</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>开始(&amp;S)</translation>
    </message>
    <message>
        <source>Measuring… %1</source>
        <translation>正在测量… %1</translation>
    </message>
    <message>
        <source>with the scorer &lt;b&gt;%1&lt;/b&gt;</source>
        <translation>，使用评分器 &lt;b&gt;%1&lt;/b&gt;</translation>
    </message>
    <message>
        <source>without a scorer</source>
        <translation>，不使用评分器</translation>
    </message>
    <message>
        <source>Every problem runs under each policy, with each n, memory and seed, on &lt;b&gt;%1&lt;/b&gt; %2. First each problem runs unpruned, which tells how much memory it needs. Sampling and vote are as set in the window: temperature %3, top-p %4, top-k %5, at most %6 tokens.</source>
        <translation>每道题目在 &lt;b&gt;%1&lt;/b&gt; 上以每种策略、每个 n、内存和种子运行%2。每道题目先不剪枝运行一次，以了解所需内存。采样和投票与窗口中的设置一致：温度 %3，top-p %4，top-k %5，最多 %6 个词元。</translation>
    </message>
    <message>
        <source>The study began with %1 and %2. Load them to continue it.</source>
        <translation>研究开始时使用 %1 和%2。请加载它们以继续。</translation>
    </message>
    <message>
        <source>no scorer</source>
        <translation>无评分器</translation>
    </message>
    <message>
        <source>the scorer %1</source>
        <translation>评分器 %1</translation>
    </message>
    <message>
        <source>Nothing is measured yet: the estimate runs some of the problems for up to a minute.</source>
        <translation>尚未测量：估计时会用最多一分钟运行部分题目。</translation>
    </message>
    <message>
        <source>Stop &amp;estimating</source>
        <translation>停止估计(&amp;E)</translation>
    </message>
    <message>
        <source>Runs some of the problems, for up to a minute</source>
        <translation>用最多一分钟运行部分题目</translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation>继续(&amp;R)</translation>
    </message>
    <message>
        <source>Runs the study; it can be paused at any time</source>
        <translation>运行研究；可随时暂停</translation>
    </message>
    <message>
        <source>Makes the runs that are missing</source>
        <translation>补做缺少的运行</translation>
    </message>
    <message>
        <source>&amp;Pause now</source>
        <translation>立即暂停(&amp;P)</translation>
    </message>
    <message>
        <source>Gives up the runs in progress; they start again when the study goes on</source>
        <translation>放弃正在进行的运行；研究继续时会重新开始</translation>
    </message>
    <message>
        <source>Lets the runs in progress finish and starts no others; the model is free then</source>
        <translation>等待正在进行的运行完成，不再开始新的运行；之后模型可用</translation>
    </message>
    <message>
        <source>&amp;Report so far</source>
        <translation>目前的报告(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Hide</source>
        <translation>隐藏(&amp;H)</translation>
    </message>
    <message>
        <source>The study continues; New study in the Study menu opens this again</source>
        <translation>研究会继续进行；“研究”菜单中的“新建研究”可重新打开此窗口</translation>
    </message>
    <message>
        <source>Measuring…</source>
        <translation>正在测量…</translation>
    </message>
    <message>
        <source>Not measured: %1</source>
        <translation>未测量：%1</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>正在启动…</translation>
    </message>
    <message>
        <source>Pausing: the runs in progress finish first…</source>
        <translation>正在暂停：先等待进行中的运行完成…</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>Not finished. It continues from where it was stopped.</source>
        <translation>尚未完成。将从停止处继续。</translation>
    </message>
    <message>
        <source>It cannot be continued: %1</source>
        <translation>无法继续：%1</translation>
    </message>
    <message>
        <source>%1: run %2 of %3</source>
        <translation>%1：第 %2 次运行，共 %3 次</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>剩余 %1</translation>
    </message>
    <message>
        <source>The study stopped: %1</source>
        <translation>研究已停止：%1</translation>
    </message>
    <message>
        <source>Paused. The folder has %1 so far.</source>
        <translation>已暂停。文件夹目前有 %1。</translation>
    </message>
    <message>
        <source>1 run</source>
        <translation>1 次运行</translation>
    </message>
    <message>
        <source>%1 runs</source>
        <translation>%1 次运行</translation>
    </message>
    <message>
        <source>Finished: %1 in %2</source>
        <translation>已完成：%1，用时 %2</translation>
    </message>
    <message>
        <source>Finished: %1; the part after the last pause took %2</source>
        <translation>已完成：%1；上次暂停之后的部分用时 %2</translation>
    </message>
    <message>
        <source> (estimated: %1)</source>
        <translation>（估计：%1）</translation>
    </message>
    <message>
        <source>1 run failed. It is tried again when the study goes on.</source>
        <translation>1 次运行失败。研究继续时会重试。</translation>
    </message>
    <message>
        <source>%1 runs failed. They are tried again when the study goes on.</source>
        <translation>%1 次运行失败。研究继续时会重试。</translation>
    </message>
    <message>
        <source>1 run could not start and is missing from the report.</source>
        <translation>1 次运行无法开始，未包含在报告中。</translation>
    </message>
    <message>
        <source>%1 runs could not start and are missing from the report.</source>
        <translation>%1 次运行无法开始，未包含在报告中。</translation>
    </message>
</context>
<context>
    <name>ui::StudyForm</name>
    <message>
        <source>Problem set</source>
        <translation>题集</translation>
    </message>
    <message>
        <source>&amp;Problem set</source>
        <translation>题集(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;n</source>
        <translation>n(&amp;N)</translation>
    </message>
    <message>
        <source>Values of n</source>
        <translation>n 的取值</translation>
    </message>
    <message>
        <source>Numbers of traces, separated by commas</source>
        <translation>轨迹数，以逗号分隔</translation>
    </message>
    <message>
        <source>&amp;Memory</source>
        <translation>内存(&amp;M)</translation>
    </message>
    <message>
        <source>Values of memory in percent</source>
        <translation>内存取值（百分比）</translation>
    </message>
    <message>
        <source>KV caches, separated by commas, as shares of what each problem&apos;s unpruned traces need at their peak</source>
        <translation>KV 缓存大小，以逗号分隔，表示为各题未剪枝轨迹峰值需求的百分比</translation>
    </message>
    <message>
        <source>% of each problem&apos;s peak</source>
        <translation>% 各题峰值</translation>
    </message>
    <message>
        <source>&amp;Seeds</source>
        <translation>种子(&amp;S)</translation>
    </message>
    <message>
        <source>Seeds</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Each problem runs with each of them, separated by commas</source>
        <translation>每道题目以每个种子运行，以逗号分隔</translation>
    </message>
    <message>
        <source>Problems that run together</source>
        <translation>一起运行的题目数</translation>
    </message>
    <message>
        <source>Problems that share each pass: faster, and their times are not used</source>
        <translation>共享每次前向计算的题目数：更快，但不采用其时间</translation>
    </message>
    <message>
        <source>Problems timed alone</source>
        <translation>单独计时的题目数</translation>
    </message>
    <message>
        <source>So many problems, spread over the set, run once more with the device to themselves, for their times (first seed)</source>
        <translation>从题集中均匀选取这么多题目，独占设备再运行一次以测量时间（第一个种子）</translation>
    </message>
    <message>
        <source>at a time, then</source>
        <translation>道同时运行，然后</translation>
    </message>
    <message>
        <source>once more alone, for their times</source>
        <translation>道单独再运行一次，用于计时</translation>
    </message>
    <message>
        <source>P&amp;roblems run</source>
        <translation>题目运行(&amp;R)</translation>
    </message>
    <message>
        <source>Policies</source>
        <translation>策略</translation>
    </message>
    <message>
        <source>Folder of the study</source>
        <translation>研究的文件夹</translation>
    </message>
    <message>
        <source>Results and report are kept here; a study that was stopped continues from there</source>
        <translation>结果和报告保存在此；已停止的研究可从此处继续</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose the folder of the study</source>
        <translation>选择研究的文件夹</translation>
    </message>
    <message>
        <source>&amp;Folder</source>
        <translation>文件夹(&amp;F)</translation>
    </message>
    <message>
        <source>A study is there. Runs that it has are not made again.</source>
        <translation>此处已有研究。已有的运行不会重做。</translation>
    </message>
    <message>
        <source>This folder has other files; the study&apos;s are put beside them.</source>
        <translation>此文件夹中有其他文件；研究的文件将放在旁边。</translation>
    </message>
    <message>
        <source>Needs a step scorer, and none is loaded</source>
        <translation>需要步骤评分器，但尚未加载</translation>
    </message>
    <message>
        <source>Choose a problem set.</source>
        <translation>请选择题集。</translation>
    </message>
    <message>
        <source>Choose at least one policy.</source>
        <translation>请至少选择一种策略。</translation>
    </message>
    <message>
        <source>n</source>
        <translation>n</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Choose a folder for the study.</source>
        <translation>请为研究选择文件夹。</translation>
    </message>
</context>
<context>
    <name>ui::StudyOpener</name>
    <message>
        <source>No browser could be started to show %1</source>
        <translation>无法启动浏览器来显示 %1</translation>
    </message>
</context>
<context>
    <name>ui::StudyTable</name>
    <message>
        <source>Results of the study</source>
        <translation>研究结果</translation>
    </message>
    <message>
        <source>Policy</source>
        <translation>策略</translation>
    </message>
    <message>
        <source>n</source>
        <translation>n</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>延迟</translation>
    </message>
    <message>
        <source>What decided when memory was full</source>
        <translation>内存已满时的决策方式</translation>
    </message>
    <message>
        <source>Traces of each problem</source>
        <translation>每题的轨迹数</translation>
    </message>
    <message>
        <source>KV cache, as a share of what each problem&apos;s unpruned traces need</source>
        <translation>KV 缓存，表示为各题未剪枝轨迹需求的比例</translation>
    </message>
    <message>
        <source>Share of problems whose vote gave the known answer</source>
        <translation>投票得出已知答案的题目占比</translation>
    </message>
    <message>
        <source>Generated tokens, mean per problem</source>
        <translation>生成的词元，每题平均</translation>
    </message>
    <message>
        <source>Seconds per problem, of problems that had the device to themselves</source>
        <translation>每题秒数，来自独占设备的题目</translation>
    </message>
</context>
<context>
    <name>ui::SweepStrip</name>
    <message>
        <source>Answer by memory</source>
        <translation>不同内存下的答案</translation>
    </message>
    <message>
        <source>%1, %2 of the peak</source>
        <translation>%1，峰值的 %2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>无答案</translation>
    </message>
    <message>
        <source>, right</source>
        <translation>，正确</translation>
    </message>
    <message>
        <source>, wrong</source>
        <translation>，错误</translation>
    </message>
    <message>
        <source>%1: %2, %3 pruned, %4 (simulated)</source>
        <translation>%1：%2，剪枝 %3，%4（模拟）</translation>
    </message>
</context>
<context>
    <name>ui::TimeBar</name>
    <message>
        <source>Time bar</source>
        <translation>时间栏</translation>
    </message>
    <message>
        <source>Moment shown</source>
        <translation>当前显示的时刻</translation>
    </message>
    <message>
        <source>Length of the run</source>
        <translation>运行时长</translation>
    </message>
    <message>
        <source>Back 5 s (Alt+Left)</source>
        <translation>后退 5 秒 (Alt+左)</translation>
    </message>
    <message>
        <source>Play or pause the replay (Ctrl+Space)</source>
        <translation>播放或暂停回放 (Ctrl+空格)</translation>
    </message>
    <message>
        <source>Forward 5 s (Alt+Right)</source>
        <translation>前进 5 秒 (Alt+右)</translation>
    </message>
    <message>
        <source>Speed of the replay</source>
        <translation>回放速度</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>实时</translation>
    </message>
    <message>
        <source>Return to the end of the run (Ctrl+L)</source>
        <translation>返回运行末尾 (Ctrl+L)</translation>
    </message>
    <message>
        <source>slowed for watching</source>
        <translation>已放慢以便观看</translation>
    </message>
    <message>
        <source>Pace of the run. Acts now.</source>
        <translation>运行速度。立即生效。</translation>
    </message>
    <message>
        <source>Pace of the run</source>
        <translation>运行速度</translation>
    </message>
    <message>
        <source>Full speed</source>
        <translation>全速</translation>
    </message>
    <message>
        <source>Run as fast as the machine can (Ctrl+Shift+A)</source>
        <translation>以计算机的最快速度运行 (Ctrl+Shift+A)</translation>
    </message>
    <message>
        <source>slowed</source>
        <translation>已放慢</translation>
    </message>
    <message>
        <source>%1 tok/s per trace</source>
        <translation>每条轨迹 %1 tok/s</translation>
    </message>
    <message>
        <source>%1 tok/s</source>
        <translation>%1 tok/s</translation>
    </message>
    <message>
        <source>Watchable: %1</source>
        <translation>观看速度：%1</translation>
    </message>
    <message>
        <source>Pass %1 of %2, event %3 of %4</source>
        <translation>前向计算 %1/%2，事件 %3/%4</translation>
    </message>
</context>
<context>
    <name>ui::TimeSlider</name>
    <message>
        <source>Time of the run</source>
        <translation>运行时间</translation>
    </message>
    <message>
        <source>Drag to any moment of the run. Arrow keys: 1 s, page keys: 10 s. Red marks: a trace was pruned. Flags: a note.</source>
        <translation>拖动可到达运行的任意时刻。方向键：1 秒，翻页键：10 秒。红色标记：一条轨迹被剪枝。旗帜：一条笔记。</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1/%2</translation>
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
        <translation>%1 参数，%2</translation>
    </message>
    <message>
        <source>Run bar</source>
        <translation>运行栏</translation>
    </message>
    <message>
        <source>no model yet</source>
        <translation>尚无模型</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop the run and keep its results (Ctrl+.)</source>
        <translation>停止运行并保留结果 (Ctrl+.)</translation>
    </message>
    <message>
        <source>Compare…</source>
        <translation>对比…</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Run this problem under several policies, and see them side by side (Ctrl+Shift+R)</source>
        <translation>以多种策略运行此题目，并排查看 (Ctrl+Shift+R)</translation>
    </message>
    <message>
        <source>Start a run of this problem (Ctrl+R)</source>
        <translation>开始运行此题目 (Ctrl+R)</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>正在启动…</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Resume the run (Ctrl+P)</source>
        <translation>继续运行 (Ctrl+P)</translation>
    </message>
    <message>
        <source>Pause the run (Ctrl+P)</source>
        <translation>暂停运行 (Ctrl+P)</translation>
    </message>
    <message>
        <source>What-if, from recorded traces</source>
        <translation>假设分析，基于录制的轨迹</translation>
    </message>
    <message>
        <source>Another run of the same traces; its times are simulated</source>
        <translation>相同轨迹的另一次运行；其时间为模拟值</translation>
    </message>
    <message>
        <source>Simulated, looking back</source>
        <translation>模拟，回看</translation>
    </message>
    <message>
        <source>Simulated</source>
        <translation>模拟</translation>
    </message>
    <message>
        <source>A script, not a model, wrote this run</source>
        <translation>此运行由脚本而非模型生成</translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>正在打开…</translation>
    </message>
    <message>
        <source>Recorded</source>
        <translation>录制</translation>
    </message>
    <message>
        <source>Looking back</source>
        <translation>回看</translation>
    </message>
    <message>
        <source>The run continues; Live returns to its end</source>
        <translation>运行仍在继续；“实时”可返回其末尾</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>实时</translation>
    </message>
    <message>
        <source>The run as it happens</source>
        <translation>正在进行的运行</translation>
    </message>
    <message>
        <source>Training a scorer</source>
        <translation>正在训练评分器</translation>
    </message>
    <message>
        <source>Train a scorer in the File menu shows the progress</source>
        <translation>“文件”菜单中的“训练评分器”显示进度</translation>
    </message>
    <message>
        <source>Study</source>
        <translation>研究</translation>
    </message>
    <message>
        <source>New study in the Study menu shows the progress</source>
        <translation>“研究”菜单中的“新建研究”显示进度</translation>
    </message>
    <message>
        <source>A moment of the finished run</source>
        <translation>已完成运行的某一时刻</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>A run of this window; Recent runs in the File menu has it</source>
        <translation>此窗口的运行；可在“文件”菜单的“最近的运行”中找到</translation>
    </message>
    <message>
        <source>A run of this window, not saved yet (Ctrl+S)</source>
        <translation>此窗口的运行，尚未保存 (Ctrl+S)</translation>
    </message>
    <message>
        <source>A run of this window</source>
        <translation>此窗口的运行</translation>
    </message>
    <message>
        <source>Loading model…</source>
        <translation>正在加载模型…</translation>
    </message>
    <message>
        <source>No run yet</source>
        <translation>尚无运行</translation>
    </message>
</context>
<context>
    <name>ui::TraceText</name>
    <message>
        <source>Text of the selected trace</source>
        <translation>选中轨迹的文本</translation>
    </message>
    <message>
        <source>Select a lane to read its steps.</source>
        <translation>选择一条泳道以阅读其步骤。</translation>
    </message>
    <message>
        <source>%1 of text before this are not shown.</source>
        <translation>此前 %1 的文本未显示。</translation>
    </message>
</context>
<context>
    <name>ui::TrainDialog</name>
    <message>
        <source>Sampling traces</source>
        <translation>正在采样轨迹</translation>
    </message>
    <message>
        <source>Sampling traces of the test problems</source>
        <translation>正在采样测试题目的轨迹</translation>
    </message>
    <message>
        <source>Training, epoch %1</source>
        <translation>训练，第 %1 轮</translation>
    </message>
    <message>
        <source>%1 s left</source>
        <translation>剩余 %1 秒</translation>
    </message>
    <message>
        <source>%1 min left</source>
        <translation>剩余 %1 分钟</translation>
    </message>
    <message>
        <source>%1 h left</source>
        <translation>剩余 %1 小时</translation>
    </message>
    <message>
        <source>Train a scorer</source>
        <translation>训练评分器</translation>
    </message>
    <message>
        <source>Problem set</source>
        <translation>题集</translation>
    </message>
    <message>
        <source>Traces of each problem</source>
        <translation>每题的轨迹数</translation>
    </message>
    <message>
        <source>Traces sampled per problem; the scorer learns most from problems with right and wrong traces</source>
        <translation>每题采样的轨迹数；评分器从既有正确轨迹又有错误轨迹的题目中学到最多</translation>
    </message>
    <message>
        <source>Test set, optional</source>
        <translation>测试集，可选</translation>
    </message>
    <message>
        <source>What will be sampled</source>
        <translation>将采样的内容</translation>
    </message>
    <message>
        <source>Output file</source>
        <translation>输出文件</translation>
    </message>
    <message>
        <source>The scorer&apos;s checkpoint, .safetensors or .pt; its metrics are written beside it</source>
        <translation>评分器的检查点，.safetensors 或 .pt；其指标写在旁边</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose the output file</source>
        <translation>选择输出文件</translation>
    </message>
    <message>
        <source>&amp;Problem set</source>
        <translation>题集(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Traces per problem</source>
        <translation>每题轨迹数(&amp;T)</translation>
    </message>
    <message>
        <source>T&amp;est set</source>
        <translation>测试集(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Output file</source>
        <translation>输出文件(&amp;O)</translation>
    </message>
    <message>
        <source>State of the training</source>
        <translation>训练状态</translation>
    </message>
    <message>
        <source>Progress of the stage</source>
        <translation>当前阶段的进度</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>What the trained scorer is worth</source>
        <translation>训练所得评分器的价值</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>开始(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Cancel training</source>
        <translation>取消训练(&amp;C)</translation>
    </message>
    <message>
        <source>Keeps the sampled traces; the same training continues from there</source>
        <translation>保留已采样的轨迹；同一训练可从此处继续</translation>
    </message>
    <message>
        <source>&amp;Use this scorer</source>
        <translation>使用此评分器(&amp;U)</translation>
    </message>
    <message>
        <source>Loads the scorer: it scores later steps, and every recorded step again</source>
        <translation>加载评分器：为之后的步骤评分，并为每个已录制的步骤重新评分</translation>
    </message>
    <message>
        <source>C&amp;lose</source>
        <translation>关闭(&amp;L)</translation>
    </message>
    <message>
        <source>Traces of problems with known answers are sampled from &lt;b&gt;%1&lt;/b&gt;. Every step gets the outcome of its trace as its label, and a network with one hidden layer learns the label from the hidden state at the end of the step. Sampling is as set in the window: temperature %2, top-p %3, top-k %4, at most %5 tokens, seed %6.</source>
        <translation>从 &lt;b&gt;%1&lt;/b&gt; 采样带已知答案的题目的轨迹。每个步骤以其轨迹的结果为标签，由一个单隐藏层网络根据步骤末尾的隐藏状态学习该标签。采样与窗口中的设置一致：温度 %2，top-p %3，top-k %4，最多 %5 个词元，种子 %6。</translation>
    </message>
    <message>
        <source>Save the scorer as</source>
        <translation>评分器另存为</translation>
    </message>
    <message>
        <source>Scorers (*.safetensors *.pt)</source>
        <translation>评分器 (*.safetensors *.pt)</translation>
    </message>
    <message>
        <source>Choose a problem set.</source>
        <translation>请选择题集。</translation>
    </message>
    <message>
        <source>The output file&apos;s name must end in .safetensors or .pt.</source>
        <translation>输出文件名必须以 .safetensors 或 .pt 结尾。</translation>
    </message>
    <message>
        <source>%1 traces to sample</source>
        <translation>需采样 %1 条轨迹</translation>
    </message>
    <message>
        <source>, and %1 for the test</source>
        <translation>，另有 %1 条用于测试</translation>
    </message>
    <message>
        <source>This file exists and will be replaced.</source>
        <translation>此文件已存在，将被替换。</translation>
    </message>
    <message>
        <source>The sampled hidden states are kept beside it, in %1.rows.</source>
        <translation>采样的隐藏状态保存在其旁边的 %1.rows 中。</translation>
    </message>
    <message>
        <source>Sample, train and measure</source>
        <translation>采样、训练并测量</translation>
    </message>
    <message>
        <source>&amp;Hide</source>
        <translation>隐藏(&amp;H)</translation>
    </message>
    <message>
        <source>The training continues; Train a scorer in the File menu opens this again</source>
        <translation>训练会继续进行；“文件”菜单中的“训练评分器”可重新打开此窗口</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>正在启动…</translation>
    </message>
    <message>
        <source>Not started: the program is busy with something else.</source>
        <translation>未开始：程序正忙于其他任务。</translation>
    </message>
    <message>
        <source>Cancelling…</source>
        <translation>正在取消…</translation>
    </message>
    <message>
        <source>%1 of %2 problems</source>
        <translation>%1/%2 道题目</translation>
    </message>
    <message>
        <source>Not trained: %1</source>
        <translation>未训练：%1</translation>
    </message>
    <message>
        <source>Cancelled. Started again, it continues with the traces sampled so far.</source>
        <translation>已取消。再次开始时会从已采样的轨迹继续。</translation>
    </message>
    <message>
        <source>Trained: %1</source>
        <translation>已训练：%1</translation>
    </message>
    <message>
        <source>1 trace without an answer left out</source>
        <translation>略去 1 条无答案的轨迹</translation>
    </message>
    <message>
        <source>%1 traces without an answer left out</source>
        <translation>略去 %1 条无答案的轨迹</translation>
    </message>
</context>
<context>
    <name>ui::TwinStrip</name>
    <message>
        <source>What became of the same trace in run %1</source>
        <translation>同一轨迹在运行 %1 中的结果</translation>
    </message>
    <message>
        <source>It ends the same in %1.</source>
        <translation>在 %1 中结果相同。</translation>
    </message>
    <message>
        <source>It ends otherwise in %1.</source>
        <translation>在 %1 中结果不同。</translation>
    </message>
    <message>
        <source>It was cut in %1.</source>
        <translation>在 %1 中被截断。</translation>
    </message>
    <message>
        <source>Not cut in %1, it ends right there.</source>
        <translation>在 %1 中未被截断，结果正确。</translation>
    </message>
    <message>
        <source>Not cut in %1, it ends wrong there.</source>
        <translation>在 %1 中未被截断，结果错误。</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>ui::VoteBars</name>
    <message>
        <source>1 trace</source>
        <translation>1 条轨迹</translation>
    </message>
    <message>
        <source>%1 traces</source>
        <translation>%1 条轨迹</translation>
    </message>
    <message>
        <source>Votes by answer</source>
        <translation>按答案统计的票数</translation>
    </message>
    <message>
        <source>%1: weight %2 from %3</source>
        <translation>%1：权重 %2，来自 %3</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>, %1 by hand</source>
        <translation>，%1 为手写</translation>
    </message>
    <message>
        <source>No vote: no trace has an answer in \boxed{}.</source>
        <translation>没有投票：没有轨迹在 \boxed{} 中给出答案。</translation>
    </message>
    <message>
        <source>No vote yet: no trace has finished with an answer.</source>
        <translation>尚无投票：还没有轨迹完成并给出答案。</translation>
    </message>
    <message>
        <source>1 vote</source>
        <translation>1 票</translation>
    </message>
    <message>
        <source>%1 votes</source>
        <translation>%1 票</translation>
    </message>
    <message>
        <source>right</source>
        <translation>正确</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Trace %1 votes for %2 with weight %3</source>
        <translation>轨迹 %1 投票给 %2，权重 %3</translation>
    </message>
    <message>
        <source>Trace %1 votes for %2</source>
        <translation>轨迹 %1 投票给 %2</translation>
    </message>
    <message>
        <source>, by hand: a person wrote part of its text</source>
        <translation>，手写：部分文本由人编写</translation>
    </message>
</context>
<context>
    <name>ui::VotePanel</name>
    <message>
        <source>others</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>Margin: %1</source>
        <translation>领先优势：%1</translation>
    </message>
    <message>
        <source>Margin</source>
        <translation>领先优势</translation>
    </message>
    <message>
        <source>Weight: %1</source>
        <translation>权重：%1</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>The same finished traces, counted in two ways. Traces that did not finish are not guessed at.</source>
        <translation>相同的已完成轨迹，以两种方式计票。不猜测未完成的轨迹。</translation>
    </message>
    <message>
        <source>Finished traces only; pruned traces do not vote.</source>
        <translation>仅限已完成的轨迹；被剪枝的轨迹不投票。</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>答案</translation>
    </message>
    <message>
        <source>Leads</source>
        <translation>领先</translation>
    </message>
    <message>
        <source>Finished traces, and %1; pruned traces do not vote.</source>
        <translation>已完成的轨迹和%1；被剪枝的轨迹不投票。</translation>
    </message>
    <message>
        <source>1 stopped trace whose answer a probe read</source>
        <translation>1 条由探测读取答案的已停止轨迹</translation>
    </message>
    <message>
        <source>%1 stopped traces whose answers a probe read</source>
        <translation>%1 条由探测读取答案的已停止轨迹</translation>
    </message>
    <message>
        <source>No confident trace has an answer, so all finished traces vote.</source>
        <translation>没有高置信度的轨迹给出答案，因此所有已完成的轨迹均参与投票。</translation>
    </message>
    <message>
        <source>Confidence threshold %1.</source>
        <translation>置信度阈值 %1。</translation>
    </message>
    <message>
        <source>Votes are provisional until the warm-up sets the threshold.</source>
        <translation>在预热确定阈值之前，票数均为暂定。</translation>
    </message>
    <message>
        <source>Thick bars: weight. Thin bars: votes.</source>
        <translation>粗条：权重。细条：票数。</translation>
    </message>
    <message>
        <source>Traces with words written by hand do not vote.</source>
        <translation>含手写文字的轨迹不参与投票。</translation>
    </message>
    <message>
        <source>Hatched: words in it were written by hand.</source>
        <translation>斜线填充：其中有手写文字。</translation>
    </message>
    <message>
        <source>Known answer: %1.</source>
        <translation>已知答案：%1。</translation>
    </message>
    <message>
        <source>Weighted vote</source>
        <translation>加权投票</translation>
    </message>
    <message>
        <source>Majority vote</source>
        <translation>多数投票</translation>
    </message>
    <message>
        <source>leader right</source>
        <translation>领先答案正确</translation>
    </message>
    <message>
        <source>leader wrong</source>
        <translation>领先答案错误</translation>
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
        <translation>8 位</translation>
    </message>
    <message>
        <source>4 bits</source>
        <translation>4 位</translation>
    </message>
    <message>
        <source>as in the file</source>
        <translation>与文件相同</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>How the model&apos;s weights are kept in memory. As in the file: quantised ones stay as they are. 8 and 4 bits: those that are not quantised become so while they load; with 4 bits, embedding and head have 8. Fewer bits leave more memory for traces and cost some accuracy. Another choice loads the model again.</source>
        <translation>模型权重在内存中的保存方式。与文件相同：已量化的权重保持不变。8 位和 4 位：未量化的权重在加载时量化；选择 4 位时，嵌入层和输出层为 8 位。位数越少，留给轨迹的内存越多，但会损失一些准确度。更改后会重新加载模型。</translation>
    </message>
</context>
<context>
    <name>ui::Welcome</name>
    <message>
        <source>Ready to run</source>
        <translation>准备就绪</translation>
    </message>
    <message>
        <source>Many traces reason about one problem side by side, each as a lane here. A scorer colours their steps: blue is promising, red is not. When memory is full, the lane with the lowest score is cut. The finished ones vote.</source>
        <translation>许多轨迹并排推理同一道题目，每条在此显示为一条泳道。评分器为其步骤着色：蓝色表示有希望，红色表示没有。内存已满时，评分最低的泳道会被截断。完成的轨迹参与投票。</translation>
    </message>
    <message>
        <source>Or type a problem of your own under Next run and press Run (Ctrl+R).</source>
        <translation>也可以在“下次运行”中输入自己的题目，然后按“运行”(Ctrl+R)。</translation>
    </message>
    <message>
        <source>New here? Take the lesson</source>
        <translation>初次使用？查看教程</translation>
    </message>
    <message>
        <source>Ten minutes through the method, in this window (Ctrl+F1)</source>
        <translation>用十分钟在此窗口中了解整个方法 (Ctrl+F1)</translation>
    </message>
    <message>
        <source>Run it, then press Compare to see it beside self-consistency.</source>
        <translation>运行它，然后按“对比”，与自洽性并排查看。</translation>
    </message>
    <message>
        <source>Run this</source>
        <translation>运行此例</translation>
    </message>
    <message>
        <source>Run the example: %1</source>
        <translation>运行示例：%1</translation>
    </message>
</context>
<context>
    <name>ui::WhatIfPanel</name>
    <message>
        <source>What if</source>
        <translation>假设分析</translation>
    </message>
    <message>
        <source>What if: state</source>
        <translation>假设分析：状态</translation>
    </message>
    <message>
        <source>&amp;Back to what really happened</source>
        <translation>返回实际情况(&amp;B)</translation>
    </message>
    <message>
        <source>Policy of the what-if</source>
        <translation>假设分析的策略</translation>
    </message>
    <message>
        <source>Traces of the what-if</source>
        <translation>假设分析的轨迹数</translation>
    </message>
    <message>
        <source>n </source>
        <translation>n </translation>
    </message>
    <message>
        <source>KV cache of the what-if</source>
        <translation>假设分析的 KV 缓存</translation>
    </message>
    <message>
        <source>KV cache</source>
        <translation>KV 缓存</translation>
    </message>
    <message>
        <source>Answer by memory</source>
        <translation>不同内存下的答案</translation>
    </message>
    <message>
        <source>Which trace the what-if prunes</source>
        <translation>假设分析剪除哪条轨迹</translation>
    </message>
    <message>
        <source>lowest score</source>
        <translation>评分最低</translation>
    </message>
    <message>
        <source>drawn at random</source>
        <translation>随机抽取</translation>
    </message>
    <message>
        <source>longest</source>
        <translation>最长</translation>
    </message>
    <message>
        <source>least likely text</source>
        <translation>文本概率最低</translation>
    </message>
    <message>
        <source>Trace score of the what-if</source>
        <translation>假设分析的轨迹评分</translation>
    </message>
    <message>
        <source>Count of the votes</source>
        <translation>计票方式</translation>
    </message>
    <message>
        <source>as the policy weighs it</source>
        <translation>按策略加权</translation>
    </message>
    <message>
        <source>weighted by trace score</source>
        <translation>按轨迹评分加权</translation>
    </message>
    <message>
        <source>majority, one vote each</source>
        <translation>多数，一条一票</translation>
    </message>
    <message>
        <source>How the finished traces&apos; votes are counted, in the strip and above the lanes of all runs</source>
        <translation>已完成轨迹的计票方式，用于条带以及所有运行的泳道上方</translation>
    </message>
    <message>
        <source>Prunes</source>
        <translation>剪枝</translation>
    </message>
    <message>
        <source>Trace score</source>
        <translation>轨迹评分</translation>
    </message>
    <message>
        <source>Vote</source>
        <translation>投票</translation>
    </message>
    <message>
        <source>Which trace goes when memory is full; all but the lowest score are controls</source>
        <translation>内存已满时剪除哪条轨迹；除“评分最低”外均为对照</translation>
    </message>
    <message>
        <source>This policy lets traces wait when memory is full, and prunes none</source>
        <translation>此策略在内存已满时让轨迹等待，不剪枝</translation>
    </message>
    <message>
        <source>Traces made by hand are left out.</source>
        <translation>手动创建的轨迹不计入。</translation>
    </message>
    <message>
        <source>Asks the recorded traces of run A; times are simulated.</source>
        <translation>分析运行 A 录制的轨迹；时间为模拟值。</translation>
    </message>
    <message>
        <source>Traces after #%1 cannot be asked: the run cut some of them. &quot;Let the pruned finish&quot; in the Run menu completes them.</source>
        <translation>#%1 之后的轨迹无法分析：其中一些在运行中被中断。“运行”菜单中的“让被剪枝的轨迹写完”可将其补全。</translation>
    </message>
    <message>
        <source>Its steps are re-scored with %1.</source>
        <translation>其步骤已用 %1 重新评分。</translation>
    </message>
    <message>
        <source>%1 · %2 of the peak</source>
        <translation>%1 · 峰值的 %2</translation>
    </message>
    <message>
        <source>From the recorded traces of run A, in %1 ms. Times are simulated: a pass is off by %2 on average.</source>
        <translation>来自运行 A 录制的轨迹，用时 %1 毫秒。时间为模拟值：每次前向计算平均偏差 %2。</translation>
    </message>
</context>
<context>
    <name>ui::caption</name>
    <message>
        <source>1 vote</source>
        <translation>1 票</translation>
    </message>
    <message>
        <source>%1 votes</source>
        <translation>%1 票</translation>
    </message>
    <message>
        <source>It has no vote.</source>
        <translation>它没有投票权。</translation>
    </message>
    <message>
        <source>It has no vote, because a person wrote part of it.</source>
        <translation>它没有投票权，因为部分内容由人编写。</translation>
    </message>
    <message>
        <source>It has no vote, because none of its steps was scored.</source>
        <translation>它没有投票权，因为没有步骤被评分。</translation>
    </message>
    <message>
        <source>It has no vote, because its confidence is below the threshold.</source>
        <translation>它没有投票权，因为其置信度低于阈值。</translation>
    </message>
    <message>
        <source>1 block</source>
        <translation>1 块</translation>
    </message>
    <message>
        <source>%1 blocks</source>
        <translation>%1 块</translation>
    </message>
    <message>
        <source>1 running trace</source>
        <translation>1 条运行中的轨迹</translation>
    </message>
    <message>
        <source>%1 running traces</source>
        <translation>%1 条运行中的轨迹</translation>
    </message>
    <message>
        <source>mean score</source>
        <translation>平均评分</translation>
    </message>
    <message>
        <source>last score</source>
        <translation>最后评分</translation>
    </message>
    <message>
        <source>mean of its last five scores</source>
        <translation>最近五个评分的平均值</translation>
    </message>
    <message>
        <source>the trace with the lowest mean of its last five scores</source>
        <translation>最近五个评分平均值最低的轨迹</translation>
    </message>
    <message>
        <source>the trace with the lowest %1</source>
        <translation>%1最低的轨迹</translation>
    </message>
    <message>
        <source>a trace drawn at random</source>
        <translation>随机抽取的一条轨迹</translation>
    </message>
    <message>
        <source>the longest trace</source>
        <translation>最长的轨迹</translation>
    </message>
    <message>
        <source>the trace with the lowest mean log-probability</source>
        <translation>平均对数概率最低的轨迹</translation>
    </message>
    <message>
        <source>finishes</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>reaches its token limit</source>
        <translation>达到词元上限</translation>
    </message>
    <message>
        <source>fills all of the memory alone and ends</source>
        <translation>独自填满全部内存并结束</translation>
    </message>
    <message>
        <source>is stopped</source>
        <translation>被停止</translation>
    </message>
    <message>
        <source>is stopped at a probe</source>
        <translation>在探测时被停止</translation>
    </message>
    <message>
        <source>It has one vote.</source>
        <translation>它有一票。</translation>
    </message>
    <message>
        <source>Its vote weighs %1.</source>
        <translation>其投票权重为 %1。</translation>
    </message>
    <message>
        <source>Its vote weighs its %1, %2.</source>
        <translation>其投票权重为%1 %2。</translation>
    </message>
    <message>
        <source>Its vote weighs its lowest group confidence, %1.</source>
        <translation>其投票权重为最低组置信度 %1。</translation>
    </message>
    <message>
        <source>Nobody has voted yet.</source>
        <translation>尚无人投票。</translation>
    </message>
    <message>
        <source>All votes so far are for %1: %2.</source>
        <translation>目前所有票都投给 %1：%2。</translation>
    </message>
    <message>
        <source>%1 and %2 are level; of equals, the answer of the earliest trace counts.</source>
        <translation>%1 和 %2 持平；相同时取最早轨迹的答案。</translation>
    </message>
    <message>
        <source>%1 leads by %2 to %3.</source>
        <translation>%1 以 %2 比 %3 领先。</translation>
    </message>
    <message>
        <source>The run failed.</source>
        <translation>运行失败。</translation>
    </message>
    <message>
        <source>The run is over, and no trace gave an answer.</source>
        <translation>运行已结束，没有轨迹给出答案。</translation>
    </message>
    <message>
        <source>The answer is %1%2.</source>
        <translation>答案为 %1%2。</translation>
    </message>
    <message>
        <source>, which is right</source>
        <translation>，正确</translation>
    </message>
    <message>
        <source>, which is wrong</source>
        <translation>，错误</translation>
    </message>
    <message>
        <source>is lost, because the connection broke</source>
        <translation>因连接中断而丢失</translation>
    </message>
</context>
</TS>
