"""A table to begin with: the columns that are used most, and a row for each type of question."""
ROWS = (
    "type,prompt,answer,choice_a,choice_b,choice_c,choice_d,feedback_a,tolerance,unit,key_points,pairs,distractors,order,blank_metal,"
    "explanation,points,difficulty,tags,hints,category,general_feedback,external_id",
    "multiple_choice,Which of these is a prime number?,c,21,25,23,27,3 × 7 is 21.,,,,,,,,Only 1 and 23 divide it.,1,easy,"
    "numbers; primes,Try to divide by 3.,Mathematics/Numbers,,prime-1",
    "multiple_response,Which live in the sea?,a; d,The seal,The otter,The heron,The squid,,,,,,,,,,2,medium,animals,,Biology,,sea-1",
    "true_false,Sound travels faster in water than in air.,true,,,,,,,,,,,,,More than four times as fast.,1,easy,sound,,Physics,,sound-1",
    "short_answer,Which river flows through Vienna?,Danube | Donau,,,,,,,,,,,,,,1,easy,rivers,It ends in the Black Sea.,Geography,,river-1",
    'numeric,"How fast does a stone fall after one second, in a vacuum?",9.81,,,,,,0.05,m/s,,,,,,,2,medium,motion,,Physics,,fall-1',
    "open_ended,Why does ice float on water?,\"Water expands when it freezes, so that ice is less dense.\",,,,,,,,"
    "Water expands when it freezes | Ice is less dense than water,,,,,,3,medium,water,,Physics,,ice-1",
    "essay,Should a town close its centre to cars?,,,,,,,,,,,,,,,5,hard,towns,,Society,,cars-1",
    "matching,Match each country with its capital.,,,,,,,,,,Kenya = Nairobi | Peru = Lima | Nepal = Kathmandu,Quito,,,,3,easy,capitals,,"
    "Geography,,capitals-1",
    "ordering,\"Sort them, the smallest first.\",,,,,,,,,,,,A proton | An atom | A cell | An ant,,,2,medium,sizes,,Physics,,sizes-1",
    "fill_in_blank,The only metal that is liquid at room temperature is {{metal}}.,,,,,,,,,,,,,mercury | quicksilver,,1,easy,metals,,"
    "Chemistry,,metal-1",
)
TEMPLATE = "".join(f"{row}\r\n" for row in ROWS).encode("utf-8-sig")
