"""What the columns of a CSV file of questions are called in other languages than English, by the name they have here.

Small letters, without accents, `_` between words, as `_csv_names` compares them. A column such as `Antwort 1` has a number or a
letter behind its name.
"""
PLAIN = {
    "prompt": "frage fragetext aufgabe fragestellung enonce intitule pregunta enunciado domanda quesito pergunta questao vraag "
              "pytanie otazka fraga soru cau_hoi вопрос питання 题目 题干 试题 问题 問題 문제 질문 texto_pregunta texto_de_la_pregunta "
              "texto_da_pergunta texto_da_questao texte_de_la_question testo_della_domanda sporgsmal sporsmal kysymys kerdes "
              "intrebare soal pertanyaan ερώτηση السؤال سؤال",
    "answer": "antwort richtige_antwort korrekte_antwort richtig losung loesung reponse bonne_reponse reponse_correcte respuesta "
              "respuesta_correcta opcion_correcta correcta risposta risposta_corretta risposta_esatta corretta resposta "
              "resposta_correta resposta_certa alternativa_correta correta gabarito antwoord juiste_antwoord odpowiedz "
              "poprawna_odpowiedz prawidlowa_odpowiedz spravna_odpoved ratt_svar cevap dogru_cevap dap_an dap_an_dung ответ "
              "правильный_ответ 答案 正确答案 正解 正答 답 정답 respuestas_correctas poprawna poprawna_odp prawidlowa prawidlowa_odp odp odpoved "
              "svar korrekt_svar rigtigt_svar riktig_svar valasz helyes_valasz vastaus oikea_vastaus raspuns raspuns_corect jawaban "
              "jawaban_benar kunci_jawaban dogru_secenek номер_правильного_ответа правильный_вариант відповідь правильна_відповідь "
              "απάντηση σωστή_απάντηση الإجابة الإجابة_الصحيحة",
    "choices": "antwortmoglichkeiten antwortoptionen optionen choix propositions opciones opzioni opcoes alternativas opties варианты "
               "варианты_ответов 选项 選択肢 보기 svarsalternativ svaralternativ svarmuligheder pilihan pilihan_jawaban vaihtoehdot الخيارات",
    "explanation": "erklarung erklaerung begrundung begruendung explication explicacion spiegazione explicacao justificativa uitleg "
                   "wyjasnienie aciklama giai_thich объяснение пояснение 解析 解説 해설 comentario justificacion texto_justificacion "
                   "uzasadnienie vysvetleni forklaring magyarazat explicatie pembahasan penjelasan пояснення",
    "type": "typ fragetyp type_de_question tipo tipo_de_pregunta tipo_di_domanda tipo_de_pergunta 题型 类型",
    "points": "punkte punktzahl puntos punti punteggio pontos punten punkty баллы 分值 分数 배점",
    "difficulty": "schwierigkeit schwierigkeitsgrad difficulte dificultad difficolta dificuldade moeilijkheid trudnosc zorluk "
                  "сложность 难度 난이도 nivel niveau nivel_de_dificultad nivel_de_dificuldade obtiznost svarighetsgrad kesulitan",
    "category": "kategorie thema stapel categorie theme categoria tema kategoria категория тема 分类 章节 materia asignatura disciplina "
                "assunto argomento matiere kategori topik",
    "title": "titel titre titulo titolo tytul название 标题",
    "hints": "hinweis tipp pista dica подсказка 提示",
}  # fmt: skip
BASES = {
    "choice": "opcion opzione opcao alternativa auswahl antwortmoglichkeit choix proposition optie opcja secenek lua_chon вариант "
              "вариант_ответа 选项 選択肢 보기 선택지 alternativ svarsalternativ svaralternativ moznost wariant optiune varianta vaihtoehto "
              "opsi pilihan варіант επιλογή الخيار",
    "answer": "antwort reponse respuesta risposta resposta antwoord odpowiedz cevap ответ odp odpoved svar valasz raspuns jawaban "
              "vastaus відповідь απάντηση",
    "wrong": "falsche_antwort falschantwort falsch mauvaise_reponse reponse_fausse respuesta_incorrecta respuesta_falsa "
             "risposta_errata risposta_sbagliata resposta_errada resposta_incorreta fout_antwoord bledna_odpowiedz неправильный "
             "неправильный_ответ",
}  # fmt: skip
OTHER_NAMES = {word: name for name, words in PLAIN.items() for word in words.split()}
OTHER_BASES = {word: name for name, words in BASES.items() for word in words.split()}
TYPES = {
    "einfachauswahl": "multiple_choice", "mehrfachauswahl": "multiple_response", "vrai_faux": "true_false", "wahr_falsch": "true_false",
    "richtig_falsch": "true_false", "verdadero_falso": "true_false", "vero_falso": "true_false", "verdadeiro_falso": "true_false",
    "单选": "multiple_choice", "单选题": "multiple_choice", "多选": "multiple_response", "多选题": "multiple_response",
    "判断": "true_false", "判断题": "true_false", "填空": "fill_in_blank", "填空题": "fill_in_blank", "简答": "open_ended",
    "简答题": "open_ended",
}  # fmt: skip
TRUE = ("true", "vrai", "wahr", "richtig", "verdadero", "vero", "verdadeiro", "waar", "верно", "正确", "对")
FALSE = ("false", "faux", "falsch", "falso", "onwaar", "неверно", "错误", "错")
TRUTH = {*TRUE, *FALSE, "yes", "no"}
LEVELS = {
    "easy": "leicht einfach facil facile latwy latwe mudah kolay легкий лёгкий 简单 容易 易 쉬움",
    "medium": "moderate mittel medio media moyen moyenne sredni srednie sedang orta средний 中等 中 보통",
    "hard": "difficult schwer schwierig dificil difficile trudny trudne sulit zor сложный трудный 困难 难 어려움",
}
OTHER_LEVELS = {word: level for level, words in LEVELS.items() for word in words.split()}
