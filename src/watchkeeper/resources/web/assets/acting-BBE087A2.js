<<<<<<<< HEAD:src/watchkeeper/resources/web/assets/acting-BBE087A2.js
import{C as e,G as t,Pt as n,S as r,dt as i,it as a}from"./index-CYEZytcT.js";async function o(s,c,l,u,d=l){try{let{response:e}=await i(s),f=e.headers.get(`Operation-ID`);return f&&t(f,c),a(c,f?()=>void r(f,async()=>void await d()):u&&(()=>void o(u,n.did.undone,d))),await l(),!0}catch(t){return e(t),!1}}export{o as t};
========
import{C as e,G as t,Pt as n,S as r,dt as i,it as a}from"./index-DY7p-KH-.js";async function o(s,c,l,u,d=l){try{let{response:e}=await i(s),f=e.headers.get(`Operation-ID`);return f&&t(f,c),a(c,f?()=>void r(f,async()=>void await d()):u&&(()=>void o(u,n.did.undone,d))),await l(),!0}catch(t){return e(t),!1}}export{o as t};
>>>>>>>> 61634a0b (Hide on Browse what one completed or dropped):src/watchkeeper/resources/web/assets/acting-i-KGItJU.js
