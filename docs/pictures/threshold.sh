#!/usr/bin/env bash
# Draws docs/pictures/threshold.png from a run's threshold sweep (needs gnuplot):
#   docs/pictures/threshold.sh demo/result/threshold_sweep_lightgbm.csv 0.093
set -euo pipefail
sweep=$1
chosen=$2
gnuplot <<EOF
set terminal pngcairo size 1100,420 font 'sans,12' background '#ffffff'
set output '$(dirname "$0")/threshold.png'
set datafile separator ','
set multiplot layout 1,2 margins 0.08,0.97,0.14,0.88 spacing 0.09
set grid lc rgb '#e5e7eb'
set border 3 lc rgb '#6b7280'
set tics nomirror
set xlabel 'refused from this probability of default'
set xrange [0.05:0.95]
set arrow 1 from $chosen, graph 0 to $chosen, graph 1 nohead lw 2 lc rgb '#10b981'
set arrow 2 from 0.5, graph 0 to 0.5, graph 1 nohead lw 1 dt 2 lc rgb '#6b7280'
set label 1 'chosen $chosen' at $chosen, graph 0.95 offset 0.6,0 tc rgb '#047857'
set label 2 '0.50' at 0.5, graph 0.05 offset 0.6,0 tc rgb '#6b7280'
set title 'Cost of the decisions, crore rupees'
set yrange [0:*]
plot '$sweep' every ::1 using 1:(\$2/1e7) with lines lw 3 lc rgb '#3b82f6' notitle
set title 'Defaulters refused, applications approved'
set yrange [0:1]
set key at graph 0.97,0.55
plot '$sweep' every ::1 using 1:8 with lines lw 3 lc rgb '#3b82f6' title 'recall', \
     '$sweep' every ::1 using 1:9 with lines lw 3 lc rgb '#f59e0b' title 'approval rate'
EOF
