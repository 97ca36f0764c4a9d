"""What readers type, and the work each of them means."""

from __future__ import annotations

#: (query, key of the work that is to come first)
QUERIES = [
    # names of works
    ("Pollux", "qiao2021pollux"),
    ("gandiva", "xiao2018gandiva"),
    ("Orca", "yu2022orca"),
    ("Ray", "moritz2018ray"),
    ("Tune", "liaw2018tune"),
    ("ZeRO", "rajbhandari2020zero"),
    ("zero infinity", "rajbhandari2021zero"),
    ("PipeDream-2BW", "narayanan2021memory"),
    ("parameter server", "li2014scaling"),
    ("CoorDL", "mohan2021analyzing"),
    # titles
    ("Dominant Resource Fairness", "ghodsi2011dominant"),
    ("end-to-end arguments", "saltzer1984end"),
    ("hidden technical debt", "sculley2015hidden"),
    ("Large-scale cluster management at Google with Borg", "verma2015large"),
    ("mixed precision training", "micikevicius2018mixed"),
    # typed badly
    ("Polux", "qiao2021pollux"),
    ("Tiresius", "gu2019tiresias"),
    ("heterogenous schedulars policies", "narayanan2020heterogeneity"),
    ("congestion controll throwdowns", "schapira2017congestion"),
    ("hyperparamter tuning clouds rubberbands", "misra2021rubberband"),
    # authors
    ("Aurick Qiao", "qiao2021pollux"),
    ("Zhenhua Han Gandiva", "xiao2018gandiva"),
    ("Balasubramanian Themis", "mahajan2020themis"),
    ("Jeon tenant clusters", "jeon2019analysis"),
    ("Sculley", "sculley2015hidden"),
    # venue and year
    ("EuroSys 2015", "verma2015large"),
    ("CIDR 2017", "palkar2017weld"),
    ("FAST 2021", "mohan2021checkfreq"),
    ("PLDI 2013", "ragankelley2013halide"),
    ("CGO 2021", "lattner2021mlir"),
    # words of a summary
    ("finish-time fairness auction", "mahajan2020themis"),
    ("goodput statistical efficiency batch size", "qiao2021pollux"),
    ("adaptive bitrate video neural network simulation", "mao2017neural"),
    ("iteration-level batching generation", "yu2022orca"),
    ("spot instances preemption redundant pipeline", "thorpe2023bamboo"),
    # two ideas
    ("carbon energy", "anderson2022treehouse"),
    ("checkpoint frequency", "mohan2021checkfreq"),
    ("gpu sharing kubernetes", "aliyuncontainerservice2019gpu"),
    ("layer freezing", "wang2023egeria"),
    ("learned concurrency control", "wang2021polyjuice"),
]
