<<<<<<<< HEAD:src/watchkeeper/resources/web/assets/use-edit-CK-7gwk5.js
import{ot as e,qt as t,st as n}from"./index-CYEZytcT.js";function r(r){let[i,a]=t(r);return async({tell:t,...r})=>{try{return await n({seen:i,...r})}catch(n){if(!(n instanceof e))throw n;let r=n.theirs;throw a(r),Error(t(r))}}}export{r as t};
========
import{ot as e,qt as t,st as n}from"./index-DY7p-KH-.js";function r(r){let[i,a]=t(r);return async({tell:t,...r})=>{try{return await n({seen:i,...r})}catch(n){if(!(n instanceof e))throw n;let r=n.theirs;throw a(r),Error(t(r))}}}export{r as t};
>>>>>>>> 61634a0b (Hide on Browse what one completed or dropped):src/watchkeeper/resources/web/assets/use-edit-sKWO-lD6.js
