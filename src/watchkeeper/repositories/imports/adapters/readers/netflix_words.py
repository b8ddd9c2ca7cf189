"""How Netflix writes columns, seasons, parts, limited series and episodes in the languages of its countries."""

import re
from typing import Final

from watchkeeper.repositories.imports.adapters.reading.member_csv import column_of

_TITLES: Final = (
    "title|titel|titre|título|titulo|titolo|tittel|titlu|tytuł|nimi|cím|název|názov|naslov|başlık|judul|tajuk|tiêu đề|"  # noqa: RUF001
    "τίτλος|название|назва|заглавие|タイトル|제목|标题|片名|標題|שם|כותרת|العنوان|ชื่อเรื่อง|शीर्षक|pamagat"
)
_DAYS: Final = (
    "date|datum|fecha|data|dată|dato|dátum|tarih|päivämäärä|tanggal|tarikh|ngày|ημερομηνία|дата|日付|視聴日|날짜|日期|"
    "תאריך|التاريخ|วันที่|दिनांक|तारीख|petsa"
)
TITLE_COLUMNS: Final = tuple(map(column_of, _TITLES.split("|")))
DATE_COLUMNS: Final = tuple(map(column_of, _DAYS.split("|")))
_SEASON_WORDS: Final = (
    "season|series|serie|série|staffel|temporada|saison|stagione|seizoen|sezon|sesong|säsong|sæson|kausi|évad|řada|"
    "sezonul|sezona|sezóna|сезон|σεζόν|κύκλος|musim|mùa|phần|עונה|الموسم|ซีซั่น|ฤดูกาล|सीज़न|denboraldia"
)
_PART_WORDS: Final = (
    "part|volume|vol|book|chapter|collection|act|teil|partie|parte|parti|partea|deel|del|osa|część|rész|část|časť|"
    "kısım|livre|livro|libro|księga|kniha|kitap|svazek|tom|chapitre|capítulo|capitolo|kapitel|buch|akt|acte|acto|atto|"  # noqa: RUF001
    "часть|μέρος|bölüm|volumen|colección|coleção|collezione|kokoelma|パート|파트"
)
_EPISODE_WORDS: Final = (
    "episode|épisode|episodio|episódio|folge|aflevering|odcinek|avsnitt|afsnit|episod|jakso|epizoda?|epizód|díl|rész|"
    "bölüm|серия|эпизод|серія|επεισόδιο|エピソード|에피소드|الحلقة"
)
_CHAPTER_WORDS: Final = "chapter|chapitre|capítulo|capitolo|kapitel|rozdział|hoofdstuk|kapitola|глава|bölüm"
LIMITED: Final = re.compile(
    r"limited series|mini[- ]?series|mini[- ]?serie|mini[- ]?série|minissérie|minisérie|série limitée|serie limitada|"
    r"limitierte serie|serie limitata|begrenset serie|begränsad serie|begrænset serie|minisorozat|miniserial|"
    r"minisarja|miniserija|mini dizi|dizi|мини-сериал|リミテッドシリーズ|ミニシリーズ|리미티드 시리즈",
    re.IGNORECASE,
)
SEASON: Final = re.compile(
    rf"(?:{_SEASON_WORDS})\s*(?P<number>\d{{1,4}})|(?P<before>\d{{1,4}})\.?\s*(?:{_SEASON_WORDS})|シーズン\s*(?P<ja>\d{{1,4}})|"
    r"시즌\s*(?P<ko>\d{1,4})|第\s*(?P<zh>\d{1,4})\s*(?:[季部期]|シリーズ|シーズン)",
    re.IGNORECASE,
)
PART: Final = re.compile(rf"(?:{_PART_WORDS})\.?\s*(?:\d{{1,4}}|[ivx]+)|\d{{1,4}}\.\s*(?:{_PART_WORDS})", re.IGNORECASE)
LAST_SEASON: Final = re.compile(
    r"(?:the )?final season|letzte staffel|finale staffel|saison finale|temporada final|(?:la )?última temporada|"
    r"stagione finale|laatste seizoen|sista säsongen|siste sesong",
    re.IGNORECASE,
)
ONLY_NUMBERED: Final = re.compile(
    rf"(?:{_EPISODE_WORDS})\s*(?P<number>\d{{1,5}})|(?P<before>\d{{1,5}})\.?\s*(?:{_EPISODE_WORDS})|"
    r"第\s*(?P<cjk>\d{1,5})\s*[集話话]",
    re.IGNORECASE,
)
"""What Netflix writes where an episode has no title. A chapter is a title: it may be counted over seasons."""
NUMBERED: Final = re.compile(r"(?P<name>.*?)\s*\(\D*?(?P<number>\d{1,5})\D{0,3}\)", re.DOTALL)
"""A title with the number of its episode behind it, as in the long history."""
CHAPTER: Final = re.compile(rf"(?:{_CHAPTER_WORDS})\s*\d{{1,4}}", re.IGNORECASE)
