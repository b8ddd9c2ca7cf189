<<<<<<<< HEAD:src/watchkeeper/resources/web/assets/heading-DNdufFB0.js
import{F as e,Gt as t,Ht as n,Pt as r,pt as i}from"./index-CYEZytcT.js";var a=70;function o({children:o,title:s,isHidden:c=!1}){let l=t(null);return n(()=>{i.peek().by===`link`&&l.current?.focus({preventScroll:!0})},[]),n(()=>{document.title=`${s} · ${r.name}`},[s]),e(`h1`,{ref:l,dir:`auto`,tabIndex:-1,class:c?`vh`:s.length>a?`long`:void 0,children:o??s})}export{o as t};
========
import{F as e,Gt as t,Ht as n,Pt as r,pt as i}from"./index-DY7p-KH-.js";var a=70;function o({children:o,title:s,isHidden:c=!1}){let l=t(null);return n(()=>{i.peek().by===`link`&&l.current?.focus({preventScroll:!0})},[]),n(()=>{document.title=`${s} · ${r.name}`},[s]),e(`h1`,{ref:l,dir:`auto`,tabIndex:-1,class:c?`vh`:s.length>a?`long`:void 0,children:o??s})}export{o as t};
>>>>>>>> 61634a0b (Hide on Browse what one completed or dropped):src/watchkeeper/resources/web/assets/heading-BOEdRt2w.js
